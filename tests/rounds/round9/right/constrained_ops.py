"""Log-probability helpers: label masks and grammar-constrained decoders."""
import torch

IGNORE = -100


def per_token(logits, ids):
    return torch.gather(logits.log_softmax(-1), -1, ids.unsqueeze(-1)).squeeze(-1)


def reply_logps(logits, labels, average=False):
    """Sum (or mean, if ``average``) over labelled tokens; inputs are full length and unshifted."""
    z, y = logits[:, :-1].float(), labels[:, 1:]
    ignored = y.eq(IGNORE)
    lp = per_token(z, y.masked_fill(ignored, 0)).masked_fill(ignored, 0.0)
    total = lp.sum(-1)
    if average:
        return total / (~ignored).sum(-1).clamp(min=1)
    return total


def constrained_logps(logits, ids, attn, allowed):
    """Log-probability under the decoder that can only emit ``allowed`` tokens."""
    z = logits[:, :-1].float().masked_fill(~allowed, float("-inf"))
    lp = per_token(z, ids[:, 1:])
    return torch.where(attn[:, 1:].bool(), lp, torch.zeros_like(lp)).sum(-1)


def off_grammar_mass(logits, allowed):
    """Probability the unconstrained model gives to forbidden tokens."""
    return logits.float().softmax(-1)[..., ~allowed].sum(-1)
