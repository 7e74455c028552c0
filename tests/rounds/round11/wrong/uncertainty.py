"""Predictive entropy of the generator along a fixed continuation, for active learning.

# bug: p log p is summed over the observed tokens of the text instead of over the vocabulary
"""
import torch


def sequence_entropy(model, ids):
    """Entropy of the predictive distributions along the text, ids is (1, T)."""
    with torch.no_grad():
        z = model(ids).logits.float()
    logq = torch.log_softmax(z[:, :-1, :], dim=-1)
    sel = logq.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return -(sel.exp() * sel).sum(-1)  # expect: SEQ416


def select_for_annotation(model, tok, pool, budget):
    model.eval()
    scored = []
    for doc in pool:
        ids = tok(doc["text"], return_tensors="pt", truncation=True, max_length=512).input_ids
        if ids.size(1) < 2:
            continue
        scored.append((sequence_entropy(model, ids).item(), doc["id"]))
    scored.sort(reverse=True)
    return [i for _, i in scored[:budget]]
