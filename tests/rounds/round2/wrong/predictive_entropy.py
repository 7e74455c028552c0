"""Predictive entropy of generated answers (uncertainty baseline).

# bug: -p log p is summed over the chosen tokens only, not over the vocabulary
"""
import torch


@torch.no_grad()
def answer_entropy(lm, ids, start):
    """Sum over the answer's positions of the entropy of the next-token distribution. ids (1, T)."""
    z = lm(ids).logits[0, start - 1:-1].float()
    lp = z.log_softmax(-1)
    chosen = lp.gather(-1, ids[0, start:, None]).squeeze(-1)
    return -(chosen.exp() * chosen).sum().item()  # expect: SEQ416


def auroc(scores, correct):
    pos = [s for s, c in zip(scores, correct) if not c]
    neg = [s for s, c in zip(scores, correct) if c]
    if not pos or not neg:
        return float("nan")
    return sum((a > b) + 0.5 * (a == b) for a in pos for b in neg) / (len(pos) * len(neg))
