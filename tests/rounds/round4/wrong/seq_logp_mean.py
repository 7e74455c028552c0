"""DPO trainer's log-probs.
# bug: the DPO loss needs the summed log-probability of the reply; the helper returns the mean.
"""
import torch
import torch.nn.functional as F


def sequence_logprob(logits, labels):
    """log pi(y | x): the log-probability of the whole reply, one number per row."""
    y = labels[:, 1:]
    keep = (y != -100).float()
    per_tok = -F.cross_entropy(logits[:, :-1].float().transpose(1, 2), y, reduction="none")
    return (per_tok * keep).sum(-1) / keep.sum(-1).clamp(min=1.0)  # expect: SEQ401


class DPO:
    def __init__(self, policy, reference, beta=0.1):
        self.policy, self.reference, self.beta = policy, reference, beta

    def _lp(self, model, side):
        out = model(input_ids=side["input_ids"], attention_mask=side["attention_mask"])
        return sequence_logprob(out.logits, side["labels"])  # expect-near: SEQ401

    def loss(self, win, lose):
        with torch.no_grad():
            base = self._lp(self.reference, win) - self._lp(self.reference, lose)
        gap = self._lp(self.policy, win) - self._lp(self.policy, lose)
        return -F.logsigmoid(self.beta * (gap - base)).mean()
