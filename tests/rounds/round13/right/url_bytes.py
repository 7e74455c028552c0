"""URLs under a byte-level transformer; a start byte 0x02 is put in front of each."""
import json
import math
import sys

import torch

LN2, LN10 = math.log(2.0), math.log(10.0)


def byte_costs(net, raw):
    seq = torch.tensor([[2, *raw]])
    with torch.no_grad():
        lp = net(seq[:, :-1]).float().log_softmax(2)
    return -lp.gather(2, seq[:, 1:].unsqueeze(2)).squeeze(2)[0]


def main(path):
    net = torch.jit.load(path, map_location="cpu").eval()
    for line in sys.stdin:
        raw = line.rstrip("\n").encode("utf-8")
        if raw:
            cost = byte_costs(net, raw).sum().item()
            row = {"url": line.rstrip("\n"), "bpb": cost / LN2 / len(raw), "log10_one_in": cost / LN10}
            print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
