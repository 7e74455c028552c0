"""Rank candidate continuations by their total log-probability."""
import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Ranker:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()

    @torch.no_grad()
    def logprob(self, stem, continuation):
        enc = self.tok(stem + continuation, return_offsets_mapping=True)
        ids = enc["input_ids"]
        z = self.lm(input_ids=torch.tensor([ids])).logits[0].float()
        s = 0.0
        for pos, (_, end) in enumerate(enc["offset_mapping"]):
            if pos == 0 or end <= len(stem):
                continue
            row = z[pos - 1]
            s += (row[ids[pos]] - row.logsumexp(0)).item()
        return s

    def order(self, stem, continuations):
        return sorted(continuations, key=lambda c: self.logprob(stem, c), reverse=True)


if __name__ == "__main__":
    ranker = Ranker(sys.argv[1])
    for line in sys.stdin:
        d = json.loads(line)
        print(ranker.order(d["stem"], d["continuations"])[0])
