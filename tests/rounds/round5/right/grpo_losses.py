"""Loss helpers: selective log-softmax, k3 KL to the reference, entropy bonus from logits."""
import torch


def selective_log_softmax(z, index):
    picked = z.gather(-1, index.unsqueeze(-1)).squeeze(-1)
    norm = torch.stack([torch.logsumexp(row, dim=-1) for row in z])
    return picked - norm


def entropy_from_logits(z):
    p = z.softmax(-1)
    return z.logsumexp(-1) - (p * z).sum(-1)


def masked_mean(x, m, axis=None):
    if axis is None:
        return (x * m).sum() / m.sum().clamp(min=1)
    return (x * m).sum(axis) / m.sum(axis).clamp(min=1)


class GRPOLoss:
    def __init__(self, beta=0.02, eps=0.2, ent_coef=0.0):
        self.beta, self.eps, self.ent_coef = beta, eps, ent_coef

    def __call__(self, logits, ids, old, ref, adv, mask):
        z = logits[:, :-1].float()
        new = selective_log_softmax(z, ids[:, 1:])
        live = mask[:, 1:]
        ratio = (new - old).exp()
        a = adv.unsqueeze(1)
        pg = -torch.minimum(ratio * a, ratio.clamp(1 - self.eps, 1 + self.eps) * a)
        r = ref - new
        kl = r.exp() - r - 1
        per_seq = masked_mean(pg + self.beta * kl, live, axis=1)
        return per_seq.mean() - self.ent_coef * masked_mean(entropy_from_logits(z), live)
