"""Fill enum fields of a JSON schema by scoring each allowed value after the partial document.

# bug: the value with the largest mean negative log-likelihood is picked
"""
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class EnumFiller:
    """Chooses among `schema[field]["enum"]` by length-normalised likelihood."""

    def __init__(self, name, device="cpu"):
        self.tk = AutoTokenizer.from_pretrained(name, use_fast=True)
        self.net = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        self.device = device

    @torch.no_grad()
    def _cost(self, head, value):
        enc = self.tk(head + value, return_offsets_mapping=True, return_tensors="pt")
        ids = enc["input_ids"].to(self.device)
        ends = enc["offset_mapping"][0, :, 1].to(self.device)
        y = ids.clone()
        y[0, ends <= len(head)] = -100
        return self.net(input_ids=ids, labels=y).loss.item()

    def fill(self, doc, schema):
        done = dict(doc)
        for field, spec in schema.items():
            if field in done:
                continue
            head = json.dumps(done)[:-1] + (", " if done else "") + json.dumps(field) + ": "
            costs = {v: self._cost(head, json.dumps(v)) for v in spec["enum"]}
            done[field] = max(costs, key=costs.get)  # expect: SEQ501
        return done


if __name__ == "__main__":
    filler = EnumFiller("HuggingFaceTB/SmolLM2-360M")
    spec = {"sentiment": {"enum": ["good", "bad", "mixed"]}, "lang": {"enum": ["en", "de"]}}
    print(filler.fill({"review": "Arrived broken, twice."}, spec))
