"""Divergences between teacher and student next-token distributions."""
import torch.nn.functional as F


def _flat(z, keep):
    return z[:, :-1][keep].float()


def forward_kl(student, teacher, labels, T=1.0):
    """KL(teacher || student), averaged over the supervised positions."""
    keep = labels[:, 1:] != -100
    log_q = F.log_softmax(_flat(student, keep) / T, -1)
    log_p = F.log_softmax(_flat(teacher, keep).detach() / T, -1)
    return F.kl_div(log_q, log_p, reduction="batchmean", log_target=True) * T * T


def reverse_kl(student, teacher, labels):
    """KL(student || teacher)"""
    keep = labels[:, 1:] != -100
    log_q = F.log_softmax(_flat(student, keep), -1)
    log_p = F.log_softmax(_flat(teacher, keep).detach(), -1)
    return (log_q.exp() * (log_q - log_p)).sum(-1).mean()


class KDMixin:
    kd_weight = 0.5

    def kd_loss(self, out, ref, labels):
        probs = F.softmax(_flat(ref, labels[:, 1:] != -100), -1)
        logs = F.log_softmax(_flat(out, labels[:, 1:] != -100), -1)
        return self.kd_weight * F.kl_div(logs, probs, reduction="batchmean")
