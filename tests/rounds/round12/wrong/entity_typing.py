"""Zero-shot entity typing with a causal LM: which label does the model continue the sentence with?

# bug: `first_piece` scores only the first token of a label that usually has several.
# bug: `full_label` multiplies raw logits as if they were probabilities.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

LABELS = ["person", "geopolitical entity", "work of art", "organisation", "natural disaster"]


class Typer:
    def __init__(self, ckpt="EleutherAI/pythia-1b", labels=LABELS):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()
        self.pieces = {l: self.tok.encode(" " + l, add_special_tokens=False) for l in labels}

    def _prompt(self, sentence, mention):
        text = f"{sentence}\nIn this sentence, {mention} is a kind of"
        return self.tok(text, return_tensors="pt").input_ids

    @torch.no_grad()
    def first_piece(self, sentence, mention):
        row = self.lm(self._prompt(sentence, mention)).logits[0, -1].log_softmax(-1)
        return {l: row[p[0]].item() for l, p in self.pieces.items()}  # expect: SEQ209

    @torch.no_grad()
    def full_label(self, sentence, mention):
        ctx = self._prompt(sentence, mention)
        n = ctx.shape[1]
        out = {}
        for label, piece in self.pieces.items():
            ids = torch.cat([ctx, torch.tensor([piece])], dim=1)
            z = self.lm(ids).logits[0]
            acc = 1.0
            for j, t in enumerate(piece):
                acc *= z[n - 1 + j, t].item()  # expect: SEQ102
            out[label] = acc
        return out

    def predict(self, sentence, mention, fast=False):
        table = (self.first_piece if fast else self.full_label)(sentence, mention)
        return max(table, key=table.get)
