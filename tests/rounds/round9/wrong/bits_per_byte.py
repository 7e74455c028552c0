"""bits-per-byte on enwik8 shards.

# bug: the caller hands shifted logits and labels to a helper that shifts again; the total in nats is divided by bytes and reported as bits
"""
import argparse

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


def lm_nll(logits, labels):
    """Summed next-token NLL; takes full-length logits and labels."""
    pred = logits[:, :-1].float()  # expect-near: SEQ202
    gold = labels[:, 1:]  # expect-near: SEQ202
    return F.cross_entropy(pred.flatten(0, 1), gold.flatten(), reduction="sum")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--model", default="gpt2")
    p.add_argument("--shard", required=True)
    p.add_argument("--window", type=int, default=1024)
    args = p.parse_args()

    tok = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model).eval()
    text = open(args.shard, encoding="utf-8").read()
    stream = tok(text, return_tensors="pt").input_ids

    nll = 0.0
    with torch.inference_mode():
        for i in range(0, stream.size(1) - 1, args.window - 1):
            chunk = stream[:, i : i + args.window]
            out = model(chunk)
            nll += lm_nll(out.logits[:, :-1], chunk[:, 1:]).item()  # expect: SEQ202
    n_bytes = len(text.encode("utf-8"))
    print(f"bits_per_byte = {nll / n_bytes:.4f}")  # expect: SEQ412


if __name__ == "__main__":
    main()
