"""Naturalness of sentences with a masked language model.

# bug: perplexity of a masked LM whose inputs contain the tokens it has to predict
"""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("roberta-base")
mlm = AutoModelForMaskedLM.from_pretrained("roberta-base").eval()


@torch.no_grad()
def perplexity(sentence):
    enc = tok(sentence, return_tensors="pt")
    out = mlm(**enc, labels=enc["input_ids"])  # expect: SEQ415
    return torch.exp(out.loss).item()  # expect-near: SEQ415


def rank(sentences):
    return sorted(sentences, key=perplexity)
