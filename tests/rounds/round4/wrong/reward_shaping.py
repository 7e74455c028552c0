"""KL-shaped rewards.
# bug: kl_div receives probabilities, and the policy's log-probs use roll for the targets without masking the last place.
"""
import torch.nn.functional as F


def full_kl(policy_logits, ref_logits):
    """KL(ref || policy) per position, (B, T)."""
    p = ref_logits.float().softmax(-1)
    q = policy_logits.float().softmax(-1)
    return F.kl_div(q, p, reduction="none").sum(-1)  # expect: SEQ114


def policy_logps(policy_logits, ids):
    """Log-prob of the following token at every position, summed, (B,)."""
    nxt = ids.roll(-1, dims=1)  # expect-near: SEQ206
    lp = policy_logits.float().log_softmax(-1)
    tok = lp.gather(-1, nxt.unsqueeze(-1)).squeeze(-1)
    return tok.sum(-1)  # expect: SEQ206
