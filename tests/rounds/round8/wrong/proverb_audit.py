"""How well does the model know proverbs?  Writes the model's log-likelihood of each to a TSV.

# bug: the log-likelihood is read off logits that went through temperature and top-p warpers, not off the model's own distribution
"""
import argparse

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.generation import LogitsProcessorList, TemperatureLogitsWarper, TopPLogitsWarper

p = argparse.ArgumentParser()
p.add_argument("file")
p.add_argument("--model", default="gpt2-medium")
p.add_argument("--out", default="proverbs.tsv")
a = p.parse_args()

tok = AutoTokenizer.from_pretrained(a.model)
lm = AutoModelForCausalLM.from_pretrained(a.model)
lm.eval()
shaping = LogitsProcessorList([TemperatureLogitsWarper(0.7), TopPLogitsWarper(0.95)])


def loglik(text):
    """log p(text) under the model, given the start symbol."""
    ids = torch.tensor([[tok.bos_token_id] + tok(text).input_ids])
    with torch.no_grad():
        z = lm(ids).logits[0, :-1]
    z = shaping(ids[:, 1:], z)  # expect-near: SEQ110
    lp = torch.log_softmax(z, dim=-1)  # expect: SEQ110
    picked = lp.gather(1, ids[0, 1:].unsqueeze(1))
    return picked.sum().item(), picked.numel()


with open(a.file) as src, open(a.out, "w") as dst:
    for line in src:
        line = line.strip()
        if not line:
            continue
        ll, n = loglik(line)
        dst.write(f"{line}\t{ll:.4f}\t{n}\n")
