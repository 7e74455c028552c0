"""How much probability does the model itself put on the gold letter?

We report P(letter | prompt) under the full next-token distribution, so that a
model that does not follow the format at all shows up with values near zero.

# bug: the probability is normalised over the four letters only and reported as the model's own
"""
import json
import statistics

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class LetterProbe:
    LETTERS = "ABCD"

    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32)
        self.model.eval()
        self.ids = []
        for ch in self.LETTERS:
            piece = self.tok.encode(" " + ch, add_special_tokens=False)
            assert len(piece) == 1, piece
            self.ids.append(piece[0])

    @torch.no_grad()
    def model_probability(self, prompt, gold):
        z = self.model(**self.tok(prompt, return_tensors="pt")).logits[0, -1]
        p = torch.softmax(z[self.ids], dim=0)  # expect: SEQ108
        return p[self.LETTERS.index(gold)].item()  # expect-near: SEQ108


def run(path, name):
    probe = LetterProbe(name)
    vals = []
    for line in open(path):
        q = json.loads(line)
        vals.append(probe.model_probability(q["prompt"], q["answer"]))
    print(f"{name}: probability of the gold letter under the full vocabulary {statistics.mean(vals):.4f}")
