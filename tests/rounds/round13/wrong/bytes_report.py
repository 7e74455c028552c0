"""Report on URLs scored by our byte-level transformer (256 symbols, windows of 2048).

The model takes a start byte 0x02 in front of each string.

# bug: gather runs along the time axis, so bytes are used as positions
# bug: math.exp of the whole string's negative log-likelihood overflows for long strings
"""
import csv
import math
import sys

import torch


def load(path):
    return torch.jit.load(path, map_location="cpu").eval()


def nll_of(net, raw):
    x = torch.tensor([[2, *raw]])
    with torch.no_grad():
        logp = torch.log_softmax(net(x[:, :-1]).float(), dim=-1)
    nxt = x[:, 1:]
    picked = logp.gather(1, nxt.unsqueeze(-1)).squeeze(-1)  # expect: SEQ205
    return -picked.sum().item()


def records(net, urls):
    for url in urls:
        raw = url.encode("utf-8")
        if not raw:
            continue
        nll = nll_of(net, raw)
        yield {
            "url": url,
            "bytes": len(raw),
            "bits_per_byte": nll / math.log(2) / len(raw),
            "one_in": math.exp(nll),  # expect: SEQ609
        }


if __name__ == "__main__":
    model = load(sys.argv[1])
    out = csv.DictWriter(sys.stdout, ["url", "bytes", "bits_per_byte", "one_in"])
    out.writeheader()
    out.writerows(records(model, (ln.rstrip("\n") for ln in sys.stdin)))
