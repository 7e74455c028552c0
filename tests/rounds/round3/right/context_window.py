"""Perplexity of single documents, cut at the model's context size."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def limit_of(config):
    for key in ("n_positions", "max_position_embeddings"):
        if hasattr(config, key):
            return getattr(config, key)
    raise AttributeError("no context size in the config")


def document_perplexities(name, docs):
    tok = AutoTokenizer.from_pretrained(name)
    model = AutoModelForCausalLM.from_pretrained(name)
    limit = limit_of(model.config)
    for doc in docs:
        enc = tok(doc, truncation=True, max_length=limit, return_tensors="pt")
        if enc.input_ids.size(1) < 2:
            yield float("nan")
            continue
        with torch.no_grad():
            yield model(**enc, labels=enc["input_ids"]).loss.exp().item()


def continue_text(model, tok, prompt):
    enc = tok(prompt, return_tensors="pt")
    return tok.decode(model.generate(**enc, max_length=model.config.max_length)[0])
