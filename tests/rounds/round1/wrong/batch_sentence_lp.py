"""Sentence log-probs in batches.

# bug: the log-probs of the padding tokens are part of the sum.
"""
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


class SentenceScorer:
    def __init__(self, name, device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.tok.padding_side = "right"
        if self.tok.pad_token is None:
            self.tok.add_special_tokens({"pad_token": self.tok.eos_token})
        self.lm = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        self.device = device

    @torch.no_grad()
    def score(self, sentences):
        enc = self.tok(sentences, padding="longest", return_tensors="pt").to(self.device)
        y = self.lm(**enc).logits
        lp = F.log_softmax(y[:, :-1].float(), dim=-1)
        idx = enc.input_ids[:, 1:]
        got = torch.gather(lp, 2, idx[..., None])[..., 0]
        return got.sum(dim=1).tolist()  # expect: SEQ302

    def rank(self, sentences):
        return [s for _, s in sorted(zip(self.score(sentences), sentences), reverse=True)]
