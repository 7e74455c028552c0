"""Behaviour log-probabilities of rollouts sampled at temperature tau, and picking the likeliest one."""


def logp_at(logits, ids, tau=1.0):
    """Summed log-probability of ids (n,) under logits (n, V) at the given sampling temperature."""
    scaled = logits.float() / tau
    return (scaled.gather(1, ids[:, None])[:, 0] - scaled.logsumexp(dim=1)).sum()


def importance(logits_new, logits_old, ids, tau):
    return (logp_at(logits_new, ids, tau) - logp_at(logits_old, ids, tau)).exp()


def likeliest(rollouts):
    return max(rollouts, key=lambda r: logp_at(r.logits, r.ids).item())
