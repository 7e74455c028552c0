"""Retrieval by the yes-logit.
# bug: raw logits of different prompts are ranked against each other without normalisation.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("gpt2")
lm = AutoModelForCausalLM.from_pretrained("gpt2").eval()
YES = tok.convert_tokens_to_ids("Ġyes")


@torch.no_grad()
def yes_score(query, doc):
    enc = tok(f"Document: {doc}\nQuery: {query}\nRelevant?", return_tensors="pt")
    return lm(**enc).logits[0, -1, YES].item()  # expect-near: SEQ502


def rank(query, docs):
    return sorted(docs, key=lambda d: yes_score(query, d), reverse=True)  # expect: SEQ502


def best(query, docs):
    values = [yes_score(query, d) for d in docs]
    return docs[values.index(max(values))]  # expect: SEQ502
