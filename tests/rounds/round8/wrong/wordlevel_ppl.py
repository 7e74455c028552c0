"""Word-level perplexity of abstracts, as in the readability table.

# bug: the texts are cut at the config's generation length; and math.exp overflows on an abstract the model finds very unlikely
"""
import math

import torch
import torch.nn.functional as F
from transformers import OPTForCausalLM, AutoTokenizer


class WordPerplexity:
    def __init__(self, size="1.3b"):
        name = f"facebook/opt-{size}"
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = OPTForCausalLM.from_pretrained(name).eval()

    @torch.no_grad()
    def nll(self, text):
        enc = self.tok(
            text,
            return_tensors="pt",
            truncation=True,
            max_length=self.net.config.max_length,  # expect: SEQ313
        )
        z = self.net(**enc).logits
        return F.cross_entropy(z[0, :-1], enc.input_ids[0, 1:], reduction="sum").item()

    def __call__(self, text):
        words = text.split()
        if not words:
            return float("nan")
        return math.exp(self.nll(text) / len(words))  # expect: SEQ609


if __name__ == "__main__":
    ppl = WordPerplexity()
    for line in open("abstracts.txt"):
        print(f"{ppl(line.strip()):.1f}")
