"""`evalkit ppl`: corpus perplexity of a causal LM over a list of documents.

# bug: the mean loss is multiplied by all N tokens though N-1 are scored; the perplexity is exp of plus the mean log-probability
"""
import argparse

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def document_logprob(model, input_ids):
    """Log-probability of a document, and how many tokens were predicted."""
    with torch.no_grad():
        out = model(input_ids=input_ids, labels=input_ids)
    n = input_ids.shape[-1]
    return -out.loss.item() * n, n - 1  # expect: SEQ403


def corpus_perplexity(model, tokenizer, lines):
    logprob, predicted = 0.0, 0
    for line in lines:
        ids = tokenizer(line, return_tensors="pt").input_ids
        if ids.shape[-1] < 2:
            continue
        lp, k = document_logprob(model, ids)
        logprob += lp
        predicted += k
    return np.exp(logprob / max(predicted, 1))  # expect: SEQ413


def cli():
    parser = argparse.ArgumentParser(prog="evalkit ppl")
    parser.add_argument("model")
    parser.add_argument("textfile", type=argparse.FileType("r"))
    ns = parser.parse_args()
    lm = AutoModelForCausalLM.from_pretrained(ns.model).eval()
    tk = AutoTokenizer.from_pretrained(ns.model)
    print("perplexity", corpus_perplexity(lm, tk, ns.textfile))


if __name__ == "__main__":
    cli()
