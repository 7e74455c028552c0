"""Perplexity of texts longer than the context.

# bug: a window of w tokens has w-1 targets, but its mean loss is multiplied by w; the windows' mean losses are stacked and averaged, although the first and last differ in size.
"""
import torch
from tqdm import tqdm
from transformers import AutoModelForCausalLM, AutoTokenizer


class WindowPerplexity:
    def __init__(self, name, w=1024):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        self.w = w

    @torch.no_grad()
    def __call__(self, text):
        ids = self.tok(text, return_tensors="pt").input_ids
        nats, targets = 0.0, 0
        for lo in tqdm(range(0, ids.shape[1], self.w)):
            x = ids[:, lo : lo + self.w]
            if x.shape[1] < 2:
                continue
            loss = self.lm(input_ids=x, labels=x).loss
            nats += loss.double() * x.shape[1]  # expect: SEQ403
            targets += x.shape[1] - 1
        return float(torch.exp(torch.as_tensor(nats) / max(targets, 1)))  # expect-near: SEQ403


def sliding_perplexity(lm, ids, window=1024, stride=256):
    n, prev = ids.size(1), 0
    nll = []
    for lo in range(0, n, stride):
        hi = min(lo + window, n)
        fresh = hi - prev
        x = ids[:, lo:hi]
        y = x.clone()
        y[:, :-fresh] = -100
        with torch.no_grad():
            nll.append(lm(x, labels=y).loss)
        prev = hi
        if hi == n:
            break
    return torch.exp(torch.stack(nll).mean())  # expect: SEQ409
