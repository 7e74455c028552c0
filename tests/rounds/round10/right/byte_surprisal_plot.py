"""Plot where a byte model is surprised within a file (bits)."""
import math
import sys

import matplotlib.pyplot as plt
import torch


@torch.no_grad()
def curve(net, data, win=512):
    out = []
    for s in range(0, len(data) - 1, win):
        seg = torch.tensor(list(data[s:s + win + 1]))
        lp = torch.log_softmax(net(seg[None, :-1])[0], dim=1)
        out.append(-lp.gather(1, seg[1:, None]).flatten() / math.log(2))
    return torch.cat(out) if out else torch.zeros(0)


net = torch.jit.load("byte.ts").eval()
bits = curve(net, open(sys.argv[1], "rb").read())
plt.plot(bits.numpy(), lw=0.3)
plt.ylabel("bits")
plt.savefig("surprisal.png", dpi=200)
