"""Bits per byte with disjoint windows, each opened by the BOS (or EOS) token."""
import math
import sys

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


def measure(path, repo, size=1023, dev="cpu"):
    tok = AutoTokenizer.from_pretrained(repo)
    lm = AutoModelForCausalLM.from_pretrained(repo).to(dev).eval()
    with open(path, encoding="utf-8") as fh:
        text = fh.read()
    ids = tok(text, add_special_tokens=False)["input_ids"]
    first = tok.eos_token_id if tok.bos_token_id is None else tok.bos_token_id
    total = 0.0
    for lo in range(0, len(ids), size):
        w = torch.tensor([first, *ids[lo:lo + size]], device=dev)
        with torch.no_grad():
            z = lm(w[None, :-1]).logits[0]
        total += F.cross_entropy(z.float(), w[1:], reduction="sum").item()
    return total / (math.log(2) * max(len(text.encode("utf-8")), 1))


if __name__ == "__main__":
    print(f"{measure(sys.argv[1], sys.argv[2]):.4f}")
