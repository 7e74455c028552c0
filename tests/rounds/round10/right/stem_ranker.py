"""Rank endings of a stem by their summed log-probability under a causal LM."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class StemRanker:
    def __init__(self, checkpoint):
        self.t = AutoTokenizer.from_pretrained(checkpoint)
        self.m = AutoModelForCausalLM.from_pretrained(checkpoint, torch_dtype=torch.float32).eval()

    @torch.inference_mode()
    def __call__(self, stem, ending):
        enc = self.t(stem + ending, return_offsets_mapping=True)
        start = next(i for i, (_, e) in enumerate(enc["offset_mapping"]) if e > len(stem))
        ids = torch.tensor(enc["input_ids"])
        z = self.m(ids[None]).logits[0, start - 1:-1]
        raw = z[torch.arange(z.size(0)), ids[start:]]
        return (raw - z.logsumexp(dim=-1)).sum().item()

    def best(self, stem, endings):
        return max(endings, key=lambda e: self(stem, e))
