"""Minimal pairs under GPT-2 with left padding and explicit positions."""
import torch
from transformers import AutoTokenizer, GPT2LMHeadModel


class PairScorer:
    def __init__(self):
        self.tk = AutoTokenizer.from_pretrained("gpt2", padding_side="left")
        self.tk.pad_token = self.tk.eos_token
        self.lm = GPT2LMHeadModel.from_pretrained("gpt2").eval()

    @torch.no_grad()
    def logp(self, sents):
        enc = self.tk([self.tk.bos_token + s for s in sents], padding=True, return_tensors="pt")
        m = enc.attention_mask
        pos = (m.cumsum(-1) - 1).clamp(min=0)
        z = self.lm(input_ids=enc.input_ids, attention_mask=m, position_ids=pos).logits
        lp = z[:, :-1].log_softmax(-1).gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1)
        scored = (m[:, 1:] * m[:, :-1]).bool()
        return lp.masked_fill(~scored, 0.0).sum(dim=-1)

    def accuracy(self, pairs, bs=64):
        ok = 0
        for k in range(0, len(pairs), bs):
            g, b = zip(*pairs[k:k + bs])
            ok += int((self.logp(g) > self.logp(b)).sum())
        return ok / max(len(pairs), 1)
