"""Total log-probability from the mean loss: n tokens, n - 1 targets."""
import torch


@torch.no_grad()
def total_logprob(lm, ids):
    loss = lm(input_ids=ids, labels=ids).loss
    return -loss.item() * (ids.size(1) - 1)


@torch.no_grad()
def answer_logprob(lm, ids, labels):
    """One example, labels -100 on the question."""
    n = (labels[:, 1:] != -100).sum()
    return -(lm(input_ids=ids, labels=labels).loss * n).item()


def log_odds(lm, a, b):
    return total_logprob(lm, a) - total_logprob(lm, b)
