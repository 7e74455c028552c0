"""Megatron-style targets: roll, then switch the wrapped position off."""
import torch
import torch.nn.functional as F


def get_batch(tokens, eod):
    labels = torch.roll(tokens, shifts=-1, dims=1)
    labels[:, -1] = eod
    loss_mask = torch.ones_like(tokens, dtype=torch.float32)
    loss_mask[:, -1] = 0.0
    return tokens, labels, loss_mask


def loss(model, tokens, eod):
    x, y, m = get_batch(tokens, eod)
    nll = F.cross_entropy(model(x).transpose(1, 2), y, reduction="none")
    return (nll * m).sum() / m.sum()


if __name__ == "__main__":
    torch.manual_seed(0)
    table = torch.randn(9, 9)
    t = torch.randint(9, (2, 6))
    ref = F.cross_entropy(table[t][:, :-1].transpose(1, 2), t[:, 1:])
    assert torch.allclose(loss(lambda x: table[x], t, 0), ref)
