"""Bits per byte of the first window of every document."""
import dataclasses
import math

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LN2 = math.log(2.0)


@dataclasses.dataclass
class Tally:
    nats: float = 0.0
    bytes: int = 0

    def add(self, nats, text):
        self.nats += nats
        self.bytes += len(text.encode("utf-8"))

    @property
    def bits_per_byte(self):
        return self.nats / (LN2 * self.bytes) if self.bytes else float("nan")


def run(name, docs):
    tk = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name)
    lm.eval()
    cap = lm.config.max_position_embeddings
    tally = Tally()
    for doc in docs:
        x = tk(doc, truncation=True, max_length=cap, return_tensors="pt")["input_ids"]
        n = x.size(1)
        if n < 2:
            continue
        with torch.no_grad():
            mean = lm(x, labels=x).loss.item()
        tally.add(mean * (n - 1), tk.decode(x[0, 1:]))
    return tally.bits_per_byte
