"""Acceptance statistics of a draft model.
# bug: the draft's logits are divided by temperature after normalisation, and exp(logit) is used as the target's probability.
"""
import torch


def draft_logprobs(draft_logits, tokens, temperature):
    """Log-probabilities of the drafted tokens at the sampling temperature, (K,)."""
    lp = torch.log_softmax(draft_logits.float(), dim=-1) / temperature  # expect: SEQ109
    return lp[torch.arange(tokens.numel()), tokens]


def target_probs(target_logits, tokens):
    """P_target(token) for each drafted token, (K,)."""
    z = target_logits.float()
    return torch.exp(z[torch.arange(tokens.numel()), tokens])  # expect: SEQ103


def acceptance(draft_logits, target_logits, tokens, temperature):
    q = draft_logprobs(draft_logits, tokens, temperature).exp()
    return (target_probs(target_logits, tokens) / q).clamp(max=1.0).mean()
