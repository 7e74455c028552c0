"""Two-alternative plausibility with mT5: lower cross-entropy of the target wins."""
import torch
from transformers import AutoTokenizer, MT5ForConditionalGeneration


def nats(net, tk, src, tgt):
    enc = tk(src, return_tensors="pt")
    y = tk(text_target=tgt, return_tensors="pt").input_ids
    with torch.inference_mode():
        return net(**enc, labels=y).loss.item() * y.size(1)


def predict(net, tk, rows):
    out = []
    for r in rows:
        pair = [nats(net, tk, r["premise"], r[k]) for k in ("choice1", "choice2")]
        out.append(pair.index(min(pair)))
    return out


def main(rows, name="google/mt5-small"):
    tk = AutoTokenizer.from_pretrained(name)
    net = MT5ForConditionalGeneration.from_pretrained(name).eval()
    pred = predict(net, tk, rows)
    gold = [r["label"] for r in rows]
    return sum(int(p == g) for p, g in zip(pred, gold)) / len(gold)
