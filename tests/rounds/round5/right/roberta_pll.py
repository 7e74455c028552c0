"""Pseudo-log-likelihood scorer, batched over the masked copies of one sentence."""
import torch
import torch.nn.functional as F
from transformers import AutoModelForMaskedLM, AutoTokenizer


class MaskedSentence:
    def __init__(self, checkpoint):
        self.t = AutoTokenizer.from_pretrained(checkpoint)
        self.m = AutoModelForMaskedLM.from_pretrained(checkpoint)
        self.m.eval()

    def pll(self, text, chunk=64):
        seq = self.t(text, return_tensors="pt")["input_ids"].squeeze(0)
        n = len(seq) - 2
        total = 0.0
        for a in range(0, n, chunk):
            k = torch.arange(a, min(a + chunk, n))
            grid = seq.expand(len(k), -1).clone()
            grid[torch.arange(len(k)), k + 1] = self.t.mask_token_id
            with torch.no_grad():
                rows = self.m(grid).logits[torch.arange(len(k)), k + 1].float()
            total += F.log_softmax(rows, dim=1).gather(1, seq[k + 1].view(-1, 1)).sum().item()
        return total
