"""Zero-shot detectors: mean log-prob, Min-K%, Fast-DetectGPT; all defined on token means."""
import torch


class Detector:
    def __init__(self, lm):
        self.lm = lm.eval()

    @torch.no_grad()
    def _lp(self, ids):
        return self.lm(ids[None]).logits[0, :-1].float().log_softmax(-1)

    def mean_logprob(self, ids):
        return self._lp(ids).gather(1, ids[1:, None]).mean().item()

    def min_k(self, ids, share=0.2):
        tok = self._lp(ids).gather(1, ids[1:, None]).squeeze(1)
        k = max(1, int(share * len(tok)))
        return tok.sort().values[:k].mean().item()

    def curvature(self, ids):
        lp = self._lp(ids)
        p = lp.exp()
        tok = lp.gather(1, ids[1:, None]).squeeze(1)
        mu = (p * lp).sum(-1)
        var = (p * lp.square()).sum(-1) - mu.square()
        return ((tok.sum() - mu.sum()) / var.sum().clamp_min(1e-12).sqrt()).item()

    def loss_attack(self, ids):
        """Membership score: minus the loss per token (Yeom et al.)."""
        return -self.lm(ids[None], labels=ids[None]).loss.item()
