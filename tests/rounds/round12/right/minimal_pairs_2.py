"""Agreement test: is the grammatical verb form preferred at one and the same position?"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Agreement:
    def __init__(self, ckpt="gpt2"):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()

    def single(self, w):
        ids = self.tok.encode(" " + w, add_special_tokens=False)
        if len(ids) != 1:
            raise ValueError(f"{w!r} has {len(ids)} tokens")
        return ids[0]

    @torch.no_grad()
    def margin(self, prefix, good, bad):
        """log p(good | prefix) - log p(bad | prefix); the normaliser cancels."""
        z = self.lm(**self.tok(prefix, return_tensors="pt")).logits[0, -1]
        return (z[self.single(good)] - z[self.single(bad)]).item()

    @torch.no_grad()
    def rank(self, prefix, word):
        z = self.lm(**self.tok(prefix, return_tensors="pt")).logits[0, -1]
        return int((z > z[self.single(word)]).sum()) + 1


if __name__ == "__main__":
    a = Agreement()
    data = [("The keys to the cabinet", "are", "is"), ("The author near the senators", "smiles", "smile")]
    hits = [a.margin(*row) > 0 for row in data]
    print(sum(hits) / len(hits))
