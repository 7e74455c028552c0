"""Statistics of a rollout: what the sampler's policy thought of the actions.

Rollouts are drawn at `temperature` with a grammar that forbids some tokens.

# bug: log-probs are divided by the temperature after the log_softmax and not renormalised; the entropy multiplies a zero probability with its infinite log
"""
import torch


def behaviour_logprobs(logits, actions, temperature):
    """log pi_T(a_t | s_t), the policy that drew the actions; logits (B, T, V)."""
    lp = torch.log_softmax(logits.float(), dim=-1)
    lp = lp.gather(-1, actions[..., None])[..., 0]
    return lp / temperature  # expect: SEQ109


def grammar_entropy(logits, allowed, temperature):
    """Entropy at every step; `allowed` is a (B, T, V) bool tensor."""
    z = (logits.float() / temperature).masked_fill(~allowed, float("-inf"))
    lq = torch.log_softmax(z, dim=-1)
    return -(lq.exp() * lq).sum(-1)  # expect: SEQ610


def summarise(batch, temperature):
    acts, valid = batch["actions"], batch["valid"].float()
    lp = behaviour_logprobs(batch["logits"], acts, temperature)
    ent = grammar_entropy(batch["logits"], batch["allowed"], temperature)
    n = valid.sum().clamp(min=1)
    return {
        "logp": float((lp * valid).sum() / n),
        "entropy": float((ent * valid).sum() / n),
        "tokens": int(n),
    }
