"""Relative probabilities of the options, for the Brier score: renormalised over the options on purpose."""
import torch


def option_distribution(lm, enc, option_ids):
    """Distribution over the options only (the prediction of a four-way classifier)."""
    with torch.no_grad():
        row = lm(**enc).logits[0, -1].float()
    return row[option_ids].softmax(dim=0)


def brier(dist, gold):
    one_hot = torch.zeros_like(dist)
    one_hot[gold] = 1.0
    return ((dist - one_hot) ** 2).sum().item()


def from_sequence_scores(loglikelihoods):
    """Posterior over the options from their sequence log-likelihoods."""
    return torch.tensor(loglikelihoods, dtype=torch.float64).softmax(dim=0)
