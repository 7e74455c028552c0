"""Story Cloze: log P(ending | story) with a causal LM, summed over the ending's tokens.

# bug: story and ending are encoded apart and glued together, and the model's mean loss is returned as the summed log-probability.
"""
import csv
from argparse import ArgumentParser

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def ending_logprob(lm, tk, story, ending):
    """log P(ending | story)."""
    left = tk.encode(story + " ")
    right = tk.encode(ending, add_special_tokens=False)
    ids = torch.tensor([left + right], device=lm.device)  # expect: SEQ312
    y = ids.clone()
    y[:, : len(left)] = -100
    with torch.no_grad():
        loss = lm(ids, labels=y).loss
    return -loss.item()  # expect: SEQ402


def main():
    ap = ArgumentParser()
    ap.add_argument("--model", default="facebook/opt-1.3b")
    ap.add_argument("tsv")
    opt = ap.parse_args()
    tk = AutoTokenizer.from_pretrained(opt.model)
    lm = AutoModelForCausalLM.from_pretrained(opt.model).eval()
    hit = n = 0
    for r in csv.DictReader(open(opt.tsv), delimiter="\t"):
        story = " ".join(r[f"sent{i}"] for i in range(1, 5))
        a = ending_logprob(lm, tk, story, r["end1"])
        b = ending_logprob(lm, tk, story, r["end2"])
        hit += (1 if a > b else 2) == int(r["gold"])
        n += 1
    print(hit / n)


if __name__ == "__main__":
    main()
