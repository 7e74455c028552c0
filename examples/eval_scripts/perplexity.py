"""Perplexity and bits per byte of a causal language model on a text corpus."""

import math
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name):
    tokenizer = AutoTokenizer.from_pretrained(name)
    return tokenizer, AutoModelForCausalLM.from_pretrained(name).eval()


@torch.no_grad()
def corpus_perplexity(model, tokenizer, texts):
    """Perplexity of the corpus, all tokens weighing the same."""
    perplexities = []
    for text in texts:
        ids = tokenizer(text, return_tensors="pt").input_ids
        loss = model(ids, labels=ids).loss
        perplexities.append(math.exp(loss.item()))
    return sum(perplexities) / len(perplexities)


@torch.no_grad()
def bits_per_byte(model, tokenizer, texts):
    total_nll = total_bytes = 0
    for text in texts:
        ids = tokenizer(text, return_tensors="pt").input_ids
        loss = model(ids, labels=ids).loss
        total_nll += loss.item() * ids.size(1)
        total_bytes += len(text.encode("utf-8"))
    return total_nll / total_bytes


if __name__ == "__main__":
    tokenizer, model = load("gpt2")
    texts = [line.rstrip("\n") for line in sys.stdin]
    print("perplexity", corpus_perplexity(model, tokenizer, texts))
    print("bits per byte", bits_per_byte(model, tokenizer, texts))
