"""Byte-level LM: log-probability of lines and exact greedy reproduction."""
import torch

FILL = 256


def pack(lines, width):
    t = torch.full((len(lines), width), FILL)
    for row, line in zip(t, lines):
        raw = f"\n{line}\n".encode()[:width]
        row[:len(raw)] = torch.tensor(list(raw))
    return t


@torch.no_grad()
def inspect(net, lines, width=512):
    net.eval()
    seq = pack(lines, width)
    inp, out = seq[:, :-1], seq[:, 1:]
    logits = net(inp).float()
    pad = out == FILL
    lp = logits.log_softmax(dim=2)
    lp = torch.take_along_dim(lp, out[:, :, None], dim=2)[:, :, 0]
    is_greedy = (logits.argmax(dim=2) == out).logical_or(pad).all(dim=1)
    return lp.masked_fill(pad, 0.0).sum(dim=1), is_greedy
