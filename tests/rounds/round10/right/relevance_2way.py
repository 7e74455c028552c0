"""Relevance = P(yes) relative to P(no) at one position: sigmoid of their logit difference.

The number is conditional on the answer being yes or no.
"""
import torch


@torch.no_grad()
def relevance(model, tokenizer, prompts, yes_id, no_id):
    model.eval()
    out = []
    for p in prompts:
        enc = tokenizer(p, return_tensors="pt")
        z = model(**enc).logits[0, -1].float()
        out.append(torch.sigmoid(z[yes_id] - z[no_id]).item())
    return out
