"""Targets by rolling, with the wrapped position switched off."""
import torch
import torch.nn.functional as F

IGNORE = -100


def make_targets(tokens, loss_mask):
    targets = torch.roll(tokens, shifts=-1, dims=1)
    keep = torch.roll(loss_mask, shifts=-1, dims=1)
    keep[:, -1] = 0
    return targets.masked_fill(keep == 0, IGNORE)


def lm_loss(logits, tokens, loss_mask):
    t = make_targets(tokens, loss_mask)
    total = F.cross_entropy(logits.float().flatten(0, 1), t.flatten(), ignore_index=IGNORE, reduction="sum")
    return total / t.ne(IGNORE).sum().clamp(min=1)


if __name__ == "__main__":
    z = torch.randn(2, 6, 9)
    x = torch.randint(0, 9, (2, 6))
    want = F.cross_entropy(z[:, :-1].flatten(0, 1), x[:, 1:].flatten())
    assert torch.allclose(lm_loss(z, x, torch.ones_like(x)), want)
