"""Pick the completion of a cloze sentence with a local causal LM.

Each filler is a single continuation of the same stem; the service returns the
filler with the greatest log-likelihood, with its score.

# bug: the picked entries are raw logits, their log-partition is never subtracted before the sum.
"""
from __future__ import annotations

import argparse
import json
from dataclasses import dataclass

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass
class Filler:
    text: str
    loglik: float


class ClozeService:
    def __init__(self, name: str, device: str = "cuda"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32).to(device).eval()
        self.device = device

    def _encode(self, stem: str, filler: str):
        enc = self.tok(stem + filler, return_offsets_mapping=True)
        cut = next(i for i, (_, e) in enumerate(enc["offset_mapping"]) if e > len(stem))
        return torch.tensor(enc["input_ids"], device=self.device), cut

    @torch.inference_mode()
    def loglik(self, stem: str, filler: str) -> float:
        ids, cut = self._encode(stem, filler)
        out = self.lm(ids[None]).logits[0]
        tail = out[cut - 1:-1]
        picked = tail[torch.arange(tail.size(0), device=self.device), ids[cut:]]
        return picked.sum().item()  # expect: SEQ101

    def rank(self, stem: str, fillers: list[str]) -> list[Filler]:
        scored = [Filler(f, self.loglik(stem, f)) for f in fillers]
        return sorted(scored, key=lambda f: -f.loglik)


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", default="EleutherAI/pythia-410m")
    ap.add_argument("items")
    args = ap.parse_args()
    svc = ClozeService(args.model)
    for line in open(args.items):
        row = json.loads(line)
        best = svc.rank(row["stem"], row["fillers"])[0]
        print(json.dumps({"id": row["id"], "answer": best.text, "loglik": best.loglik}))
