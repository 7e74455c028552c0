"""Drop autocomplete suggestions the language model considers implausible.

# bug: the token log-probability is logsigmoid of its own logit, without the denominator over the vocabulary
"""
import argparse
import csv

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name):
    t = AutoTokenizer.from_pretrained(name)
    m = AutoModelForCausalLM.from_pretrained(name)
    m.eval()
    return t, m


def suggestion_logprob(t, m, query):
    ids = t(t.bos_token + query, return_tensors="pt", add_special_tokens=False).input_ids
    with torch.no_grad():
        z = m(ids).logits
    steps = F.logsigmoid(z[:, :-1])  # expect: SEQ107
    steps = steps.gather(-1, ids[:, 1:].unsqueeze(-1))
    return steps.sum().item()  # expect-near: SEQ107


def main():
    p = argparse.ArgumentParser()
    p.add_argument("suggestions")
    p.add_argument("--model", default="gpt2")
    p.add_argument("--min-logprob", type=float, default=-60.0)
    a = p.parse_args()
    t, m = load(a.model)
    with open(a.suggestions, newline="") as fh:
        for (query,) in csv.reader(fh):
            s = suggestion_logprob(t, m, query)
            if s >= a.min_logprob:
                print(f"{s:.2f}\t{query}")


if __name__ == "__main__":
    main()
