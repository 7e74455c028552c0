"""Perplexity per document.

# bug: config.max_length is the default length of generation (20), not the context size
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def document_perplexities(name, docs):
    tok = AutoTokenizer.from_pretrained(name)
    model = AutoModelForCausalLM.from_pretrained(name)
    limit = model.config.max_length  # expect: SEQ313
    for doc in docs:
        enc = tok(doc, truncation=True, max_length=limit, return_tensors="pt")  # expect-near: SEQ313
        with torch.no_grad():
            loss = model(**enc, labels=enc["input_ids"]).loss
        yield loss.exp().item()
