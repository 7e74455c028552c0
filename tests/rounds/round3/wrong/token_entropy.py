"""Uncertainty of generated answers.

# bug: p log p is summed over the chosen tokens, entropy needs the whole vocabulary
"""
import torch


def answer_entropy(model, ids: torch.Tensor, n_prompt: int) -> float:
    """Entropy of the predictive distributions over the answer, summed over positions."""
    with torch.no_grad():
        lp = model(ids[None]).logits[0, n_prompt - 1 : -1].log_softmax(dim=-1)
    chosen = lp.gather(-1, ids[n_prompt:].unsqueeze(-1)).squeeze(-1)
    return -(chosen.exp() * chosen).sum().item()  # expect: SEQ416


def most_uncertain(model, items):
    return max(items, key=lambda it: answer_entropy(model, it["ids"], it["n_prompt"]))
