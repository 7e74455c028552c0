"""Verifier that logs how probable the model finds the word True or False.

# bug: softmax runs over the two label logits only, but the value is published as the model's probability of the label
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "Qwen/Qwen2.5-1.5B"


class Verifier:
    """`p_true` is the probability that the model assigns to the token " True" among all tokens."""

    def __init__(self):
        self.tok = AutoTokenizer.from_pretrained(CKPT)
        self.lm = AutoModelForCausalLM.from_pretrained(CKPT).eval()
        ids = [self.tok.encode(w, add_special_tokens=False) for w in (" True", " False")]
        assert all(len(i) == 1 for i in ids)
        self.pair = [i[0] for i in ids]

    @torch.inference_mode()
    def p_true(self, claim):
        enc = self.tok(f"{claim}\nTrue or False? Answer:", return_tensors="pt")
        last = self.lm(**enc).logits[0, -1].float()
        model_probs = torch.softmax(last[self.pair], dim=0)  # expect: SEQ108
        return model_probs[0].item()  # expect-near: SEQ108


if __name__ == "__main__":
    v = Verifier()
    for c in ["Water boils at 100 C at sea level.", "The moon is a cheese."]:
        print(c, "| probability of ' True' over the whole vocabulary:", v.p_true(c))
