"""Batched minimal pairs: share of pairs whose acceptable member is more probable.

# bug: sum() without an axis adds up all sentences of the batch
"""
import torch
from torch.utils.data import DataLoader


class PairScorer(torch.nn.Module):
    def __init__(self, lm, tok):
        super().__init__()
        self.lm = lm
        self.tok = tok

    def forward(self, sentences):
        enc = self.tok([self.tok.bos_token + s for s in sentences], padding=True, return_tensors="pt")
        out = self.lm(enc["input_ids"], attention_mask=enc["attention_mask"])
        t = enc["input_ids"][:, 1:]
        real = enc["attention_mask"][:, 1:]
        lp = out.logits[:, :-1].log_softmax(-1).gather(-1, t.unsqueeze(-1)).squeeze(-1)
        return (lp * real).sum()  # expect: SEQ408


def share_correct(lm, tok, pairs, bs=32):
    tok.padding_side = "right"
    scorer = PairScorer(lm, tok).eval()
    wins = []
    with torch.no_grad():
        for batch in DataLoader(pairs, batch_size=bs, collate_fn=list):
            good = scorer([p["ok"] for p in batch])
            bad = scorer([p["bad"] for p in batch])
            wins.append((good > bad).float().reshape(-1))
    return torch.cat(wins).mean().item()
