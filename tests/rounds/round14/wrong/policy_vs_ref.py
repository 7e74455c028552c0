"""Log-ratio between a tuned policy and its reference for a drift report.

# bug: the helper overwrites the caller's -100 labels with 0, so the second call finds nothing masked and scores the prompt as token 0
"""
import torch
import torch.nn.functional as F

IGNORE = -100


class DriftReport:
    def __init__(self, policy, reference):
        self.policy = policy.eval()
        self.reference = reference.eval()

    @staticmethod
    def _sum_logps(logits, labels):
        labels = labels[:, 1:]
        keep = labels.ne(IGNORE)
        labels[~keep] = 0  # expect: SEQ308
        lp = F.log_softmax(logits[:, :-1].float(), -1)
        tok = lp.gather(-1, labels.unsqueeze(-1)).squeeze(-1)
        return (tok * keep).sum(-1)

    @torch.no_grad()
    def log_ratio(self, batch):
        labels = batch.pop("labels")
        a = self._sum_logps(self.policy(**batch).logits, labels)
        b = self._sum_logps(self.reference(**batch).logits, labels)  # expect-near: SEQ308
        return a - b

    def summarise(self, loader):
        r = torch.cat([self.log_ratio(dict(b)) for b in loader])
        return {"mean": r.mean().item(), "p95": r.abs().quantile(0.95).item()}
