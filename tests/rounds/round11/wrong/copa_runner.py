"""COPA-style two-choice evaluation for a local causal LM.

# bug: the chosen entries of the un-normalised logits are added up, and the greedy test takes the maximum over time
"""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class CopaRunner:
    def __init__(self, name, device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32).to(device).eval()
        self.device = device

    @torch.no_grad()
    def rate(self, ctx_ids, alt_ids):
        full = torch.tensor([ctx_ids + alt_ids], device=self.device)
        k = len(alt_ids)
        out = self.net(full).logits[:, -k - 1:-1, :]
        want = full[:, -k:]
        picked = out.gather(2, want.unsqueeze(2)).squeeze(2)
        exact = bool((out.argmax(dim=1) == want).all())  # expect: SEQ505
        return picked.sum(dim=1).item(), exact  # expect: SEQ101

    def item(self, row):
        ctx = self.tok(row["premise"]).input_ids
        return [self.rate(ctx, row["alt_ids"][j]) for j in range(2)]


if __name__ == "__main__":
    runner = CopaRunner(sys.argv[1])
    hits = n = 0
    for line in open(sys.argv[2]):
        row = json.loads(line)
        (a, _), (b, _) = runner.item(row)  # expect-near: SEQ101
        hits += int((b > a) == bool(row["label"]))
        n += 1
    print(f"accuracy {hits / max(n, 1):.3f}")
