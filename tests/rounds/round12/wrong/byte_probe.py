"""Probe a byte-level transformer: per-line log-probability and whether greedy decoding reproduces the line.

# bug: gather runs along the time axis, and the greedy flag is true when some byte differs.
"""
import json

import torch

PAD = 256


def encode(lines, width=1024):
    buf = torch.full((len(lines), width), PAD, dtype=torch.long)
    for i, s in enumerate(lines):
        b = list(("\n" + s + "\n").encode("utf-8"))[:width]
        buf[i, :len(b)] = torch.tensor(b)
    return buf


@torch.no_grad()
def probe(net, lines):
    net.eval()
    x = encode(lines)
    z = net(x[:, :-1]).float()
    nxt = x[:, 1:]
    real = nxt != PAD
    lp = torch.log_softmax(z, dim=-1)
    got = lp.gather(1, nxt.unsqueeze(-1)).squeeze(-1)  # expect: SEQ205
    ll = got.masked_fill(~real, 0.0).sum(-1)
    top = z.argmax(-1)
    greedy = (top.ne(nxt) & real).any(dim=1)  # expect: SEQ505
    return [{"line": s, "logp": a, "greedy": g} for s, a, g in zip(lines, ll.tolist(), greedy.tolist())]


def save(rows, path):
    with open(path, "w") as f:
        f.writelines(json.dumps(r) + "\n" for r in rows)
