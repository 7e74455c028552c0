"""Draws k answers and returns the one whose sampled tokens have the highest mean log-prob."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class SampleAndRank:
    def __init__(self, ckpt, k=8):
        self.k, self.tok = k, AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def draw(self, enc):
        n = enc.input_ids.shape[1]
        seq = self.lm.generate(**enc, do_sample=True, top_k=0, temperature=1.0, max_new_tokens=40)
        z = self.lm(seq).logits[0, n - 1 : -1].float()
        lp = torch.log_softmax(z, -1).gather(-1, seq[0, n:, None]).squeeze(-1)
        return lp.mean().item(), self.tok.decode(seq[0, n:], skip_special_tokens=True)

    def __call__(self, question):
        enc = self.tok(question, return_tensors="pt")
        return max((self.draw(enc) for _ in range(self.k)), key=lambda r: r[0])[1]
