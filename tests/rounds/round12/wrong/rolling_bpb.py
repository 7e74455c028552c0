"""Compression-style leaderboard entry: bits per byte of a document set under one causal LM.

# bug: documents are truncated at config.max_length, which is the generation default (20).
# bug: the figure called bits_per_byte is nats per byte, never divided by ln 2.
"""
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass
class Entry:
    model: str
    n_docs: int
    bits_per_byte: float


class ByteCompressor:
    def __init__(self, name):
        self.name = name
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32).eval()

    @torch.no_grad()
    def cost(self, doc):
        limit = self.lm.config.max_length  # expect-near: SEQ313
        ids = self.tok(doc, truncation=True, max_length=limit, return_tensors="pt").input_ids  # expect: SEQ313
        if ids.shape[1] < 2:
            return 0.0, 0
        table = self.lm(ids).logits[0, :-1].log_softmax(-1)
        nats = -table.gather(-1, ids[0, 1:, None]).sum().item()
        covered = self.tok.decode(ids[0, 1:])
        return nats, len(covered.encode("utf-8"))

    def entry(self, docs):
        total, size = 0.0, 0
        for d in docs:
            c, b = self.cost(d)
            total += c
            size += b
        return Entry(self.name, len(docs), bits_per_byte=total / size)  # expect: SEQ412


if __name__ == "__main__":
    corpus = [json.loads(l)["text"] for l in Path("docs.jsonl").read_text().splitlines()]
    for name in ("gpt2", "EleutherAI/pythia-410m"):
        print(json.dumps(asdict(ByteCompressor(name).entry(corpus))))
