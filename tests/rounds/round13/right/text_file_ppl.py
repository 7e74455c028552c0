"""text_file_ppl MODEL FILE...: token-weighted perplexity of files, context restarts at every block."""
import argparse
import math

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.no_grad()
def block_costs(model, ids, size):
    """(summed cost, number of targets) per block; neighbours share one token so that all but the first are targets."""
    for lo in range(0, ids.shape[1] - 1, size):
        block = ids[:, lo : lo + size + 1]
        targets = block.shape[1] - 1
        yield model(block, labels=block).loss.item() * targets, targets


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("model")
    ap.add_argument("files", nargs="+")
    ap.add_argument("--size", type=int, default=511)
    a = ap.parse_args()
    tk = AutoTokenizer.from_pretrained(a.model)
    lm = AutoModelForCausalLM.from_pretrained(a.model).eval()

    cost = n = 0
    for path in a.files:
        with open(path, encoding="utf-8") as fh:
            ids = tk(fh.read(), return_tensors="pt").input_ids
        for c, k in block_costs(lm, ids, a.size):
            cost += c
            n += k
    if n == 0:
        ap.error("nothing to score")
    mean = cost / n
    print(f"{mean:.4f} nats/token", f"ppl {math.exp(mean):.2f}" if mean < 700 else "ppl inf")


if __name__ == "__main__":
    main()
