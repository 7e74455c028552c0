"""Preference losses; `logits` is the difference of log-ratios as in the reference code."""
import torch
import torch.nn.functional as F


def preference_loss(pi_chosen, pi_rejected, ref_chosen, ref_rejected, beta, kind="sigmoid", smooth=0.0):
    logits = (pi_chosen - pi_rejected) - (ref_chosen - ref_rejected)
    if kind == "ipo":
        losses = (logits - 1 / (2 * beta)) ** 2
    elif kind == "hinge":
        losses = torch.relu(1 - beta * logits)
    else:
        losses = -F.logsigmoid(beta * logits) * (1 - smooth) - F.logsigmoid(-beta * logits) * smooth
    rewards = beta * (pi_chosen - ref_chosen).detach(), beta * (pi_rejected - ref_rejected).detach()
    return losses.mean(), rewards


def simpo_loss(chosen_sum, rejected_sum, n_chosen, n_rejected, beta=2.0, gamma=0.5):
    """Length-normalised by definition (Meng et al. 2024)."""
    c = chosen_sum / n_chosen.clamp(min=1)
    r = rejected_sum / n_rejected.clamp(min=1)
    return -F.logsigmoid(beta * (c - r) - gamma).mean()


if __name__ == "__main__":
    a, b = torch.tensor([-10.0]), torch.tensor([-12.0])
    loss, _ = preference_loss(a, b, b, a, beta=0.1)
    assert abs(loss.item() - F.softplus(torch.tensor(-0.4)).item()) < 1e-6
