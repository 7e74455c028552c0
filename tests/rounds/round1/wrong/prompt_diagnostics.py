"""How does the wording of a prompt change the answer token?

# bug: raw logits of different prompts are compared; each has its own log-partition; only the four letter logits are normalised, yet the value is reported as the model's probability.
"""
import csv

import torch


@torch.no_grad()
def most_certain_prompt(lm, tok, prompts, answer_id):
    values = []
    for p in prompts:
        enc = tok(p, return_tensors="pt").to(lm.device)
        values.append(lm(**enc).logits[0, -1, answer_id].item())
    k = max(range(len(prompts)), key=values.__getitem__)  # expect: SEQ502
    return prompts[k]


def letter_ids(tokenizer, letters="ABCD"):
    out = []
    for c in letters:
        ids = tokenizer.encode(" " + c, add_special_tokens=False)
        assert len(ids) == 1, f"{c!r} is not a single token"
        out.append(ids[0])
    return out


@torch.no_grad()
def model_probability_of_gold(lm, tokenizer, question, gold):
    """P_model(gold letter | question) under the full next-token distribution."""
    enc = tokenizer(question, return_tensors="pt").to(lm.device)
    last = lm(**enc).logits[0, -1].float()
    restricted = last[letter_ids(tokenizer)]
    probs = torch.softmax(restricted, dim=0)  # expect: SEQ108
    return probs["ABCD".index(gold)].item()  # expect-near: SEQ108


def report(lm, tokenizer, rows, path):
    with open(path, "w", newline="") as f:
        w = csv.writer(f)
        w.writerow(["id", "p_gold"])
        for r in rows:
            w.writerow([r["id"], model_probability_of_gold(lm, tokenizer, r["question"], r["gold"])])
