"""Sentence log-probabilities in batches.

# bug: the padded positions of shorter sentences are added to their scores
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class BatchScorer:
    def __init__(self, name="gpt2", batch_size=32):
        self.tok = AutoTokenizer.from_pretrained(name)
        if self.tok.pad_token is None:
            self.tok.pad_token = self.tok.eos_token
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        self.batch_size = batch_size

    @torch.no_grad()
    def _scores(self, texts):
        enc = self.tok(texts, return_tensors="pt", padding=True, truncation=True, max_length=512)
        z = self.lm(**enc).logits[:, :-1].float()
        y = enc.input_ids[:, 1:]
        lp = z.log_softmax(-1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
        return lp.sum(dim=1).tolist()  # expect: SEQ302

    def __call__(self, texts):
        out = []
        for i in range(0, len(texts), self.batch_size):
            out += self._scores(texts[i:i + self.batch_size])
        return out
