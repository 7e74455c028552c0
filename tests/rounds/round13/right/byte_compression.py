"""How far does a byte model compress a file? Bits per scored byte."""
import math
import sys

import torch

LN2 = math.log(2.0)


def blocks(raw, n):
    t = torch.frombuffer(bytearray(raw), dtype=torch.uint8).long()
    for a in range(0, t.numel() - 1, n):
        yield t[a:a + n], t[a + 1:a + n + 1]


@torch.inference_mode()
def measure(model, raw, n=2048):
    model.eval()
    cost = torch.zeros((), dtype=torch.float64)
    seen = 0
    for x, y in blocks(raw, n):
        x = x[: len(y)]
        lp = model(x[None])[0].float().log_softmax(-1)
        cost -= lp[torch.arange(len(y)), y].double().sum()
        seen += len(y)
    return cost.item() / LN2 / seen


def main():
    model = torch.load(sys.argv[1], weights_only=False)
    for name in sys.argv[2:]:
        with open(name, "rb") as fh:
            print(f"{measure(model, fh.read()):.4f} bits/byte  {name}")


if __name__ == "__main__":
    main()
