"""Confidence of sampled answers, used to pick one of k samples.

# bug: it averages the log-probability of the most likely token, not of the token that was sampled.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class BestOfK:
    def __init__(self, ckpt: str, k: int = 8):
        self.k = k
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def one(self, enc) -> tuple:
        n = enc.input_ids.shape[1]
        seq = self.lm.generate(
            **enc, do_sample=True, temperature=1.0, top_k=0, max_new_tokens=40,
            pad_token_id=self.tok.eos_token_id,
        )
        z = self.lm(seq).logits[0, n - 1 : -1].float()
        lp = torch.log_softmax(z, dim=-1)
        conf = lp.max(dim=-1).values.mean()  # expect: SEQ204
        return self.tok.decode(seq[0, n:], skip_special_tokens=True), conf.item()  # expect-near: SEQ204

    def __call__(self, question: str) -> str:
        enc = self.tok(question, return_tensors="pt")
        drawn = [self.one(enc) for _ in range(self.k)]
        return max(drawn, key=lambda pair: pair[1])[0]
