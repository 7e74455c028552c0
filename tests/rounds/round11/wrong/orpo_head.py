"""ORPO objective, with a perplexity readout.

# bug: log(1 - exp(logp)) cancels when logp is near zero.
# bug: the readout exponentiates a label-smoothed cross entropy.
"""
import torch
import torch.nn.functional as F


def log_odds(lp):
    return lp - torch.log(1 - torch.exp(lp))  # expect: SEQ608


class ORPO:
    def __init__(self, lam=0.1, smooth=0.1):
        self.lam, self.smooth = lam, smooth

    def mean_logp(self, z, y):
        keep = y[:, 1:] != -100
        t = z[:, :-1].float().log_softmax(-1).gather(-1, y[:, 1:].clamp(min=0).unsqueeze(-1)).squeeze(-1)
        return t.masked_fill(~keep, 0.0).sum(-1) / keep.sum(-1).clamp(min=1)

    def __call__(self, zc, yc, zr, yr):
        sft = F.cross_entropy(zc[:, :-1].flatten(0, 1).float(), yc[:, 1:].flatten(),
                              ignore_index=-100, label_smoothing=self.smooth)  # expect-near: SEQ414
        d = log_odds(self.mean_logp(zc, yc)) - log_odds(self.mean_logp(zr, yr))
        loss = sft - self.lam * F.logsigmoid(d).mean()
        return loss, {"perplexity": torch.exp(sft.detach())}  # expect: SEQ414
