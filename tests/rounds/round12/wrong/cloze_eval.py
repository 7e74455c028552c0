"""Cloze accuracy for a causal LM: log p(ending | context) for each ending, plus a fluency pick.

# bug: the log-probabilities of the context tokens are counted in the ending's average, and the most fluent text is chosen as the one with the largest perplexity.
"""
import json

import torch
import torch.nn.functional as F


def nll_tokens(model, tok, text):
    e = tok(text, return_tensors="pt", return_offsets_mapping=True)
    spans = e.pop("offset_mapping")[0, 1:]
    ids = e["input_ids"].to(model.device)
    with torch.no_grad():
        z = model(input_ids=ids, attention_mask=e["attention_mask"].to(model.device)).logits
    per_tok = F.cross_entropy(z[0, :-1].float(), ids[0, 1:], reduction="none")
    return per_tok.cpu(), spans


def ending_score(model, tok, context, ending):
    """Mean token log-probability of the ending given the context."""
    nll, _ = nll_tokens(model, tok, context + ending)
    return -nll.mean().item()  # expect: SEQ301


def perplexity(model, tok, text):
    nll, _ = nll_tokens(model, tok, text)
    return nll.mean().exp().item()


def most_fluent(model, tok, texts):
    return max(texts, key=lambda t: perplexity(model, tok, t))  # expect: SEQ501


def run(model, tok, path):
    ok = n = 0
    for line in open(path):
        ex = json.loads(line)
        scores = [ending_score(model, tok, ex["ctx"], " " + e) for e in ex["endings"]]
        ok += int(torch.tensor(scores).argmax()) == ex["label"]
        n += 1
    return ok / max(n, 1)
