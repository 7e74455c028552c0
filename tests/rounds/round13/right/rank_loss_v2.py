"""RRHF objective, written as functions."""
import torch
from torch import Tensor

IGN = -100


def mean_logp(logits: Tensor, labels: Tensor) -> Tensor:
    """Length-normalised log-prob of each response."""
    y = labels[:, 1:].clone()
    m = y.ne(IGN)
    y[~m] = 0
    lp = torch.nn.LogSoftmax(dim=-1)(logits[:, :-1].float())
    t = torch.take_along_dim(lp, y[..., None], dim=-1)[..., 0]
    return torch.where(m, t, t.new_zeros(())).sum(-1) / m.sum(-1).clamp(min=1)


def rrhf(logits: Tensor, labels: Tensor, rewards: Tensor, sft: float = 1.0) -> Tensor:
    s = mean_logp(logits, labels)
    diff = s[None, :] - s[:, None]
    bad = (rewards[None, :] < rewards[:, None]) & (diff > 0)
    return (diff * bad).sum() - sft * s[rewards.argmax()]


class RRHFCollator:
    def __init__(self, pad):
        self.pad = pad

    def __call__(self, rows):
        w = max(len(r["ids"]) for r in rows)
        ids = torch.full((len(rows), w), self.pad)
        lab = torch.full((len(rows), w), IGN)
        att = torch.zeros(len(rows), w, dtype=torch.long)
        for i, r in enumerate(rows):
            n = len(r["ids"])
            ids[i, :n] = torch.tensor(r["ids"])
            lab[i, r["prompt_len"]:n] = ids[i, r["prompt_len"]:n]
            att[i, :n] = 1
        return {"input_ids": ids, "attention_mask": att, "labels": lab,
                "rewards": torch.tensor([r["reward"] for r in rows])}
