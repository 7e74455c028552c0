"""Beam search with log-probabilities; the final ranking divides by generated tokens only."""
import heapq

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Completer:
    def __init__(self, ckpt, width=5, steps=40, alpha=1.0):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForCausalLM.from_pretrained(ckpt).eval()
        self.width, self.steps, self.alpha = width, steps, alpha

    def _children(self, total, seq):
        with torch.no_grad():
            z = self.net(torch.tensor([seq])).logits[0, -1]
        lp, idx = torch.topk(torch.log_softmax(z, -1), self.width)
        return [(total + l, seq + [i]) for l, i in zip(lp.tolist(), idx.tolist())]

    def complete(self, prefix):
        root = self.tk(prefix).input_ids
        live, finished = [(0.0, root)], []
        for _ in range(self.steps):
            grown = [c for total, seq in live for c in self._children(total, seq)]
            grown = heapq.nlargest(self.width, grown)
            finished += [g for g in grown if g[1][-1] == self.tk.eos_token_id]
            live = [g for g in grown if g[1][-1] != self.tk.eos_token_id]
            if not live:
                break
        pool = finished or live
        _, seq = max(pool, key=lambda h: h[0] / (len(h[1]) - len(root)) ** self.alpha)
        return self.tk.decode(seq[len(root):], skip_special_tokens=True)
