"""Sampling and log-probs for policy-gradient training.

# bug: probabilities are handed to Categorical as logits; the maximum over the vocabulary is used although another token may have been sampled.
"""
import torch
from torch.distributions import Categorical


def completion_logps(policy, input_ids, attention_mask, n_completion):
    """Log-probs of the last `n_completion` tokens, (B, n_completion)."""
    z = policy(input_ids=input_ids, attention_mask=attention_mask).logits.float()
    z = z[:, -n_completion - 1 : -1]
    acts = input_ids[:, -n_completion:]
    weights = torch.softmax(z, dim=-1)
    return Categorical(logits=weights).log_prob(acts)  # expect: SEQ106


def pg_loss(policy, batch, adv):
    lp = completion_logps(policy, batch["input_ids"], batch["attention_mask"], batch["n_completion"])
    m = batch["completion_mask"].float()
    per_seq = (lp * m).sum(-1)
    return -(per_seq * adv).mean()


@torch.no_grad()
def sample_with_confidence(lm, ids, steps, eos, temperature=1.0):
    """Ancestral sampling, batch of one. Returns the new ids and the geometric-mean probability."""
    logs, fresh = [], []
    for _ in range(steps):
        row = lm(input_ids=ids).logits[:, -1].float()
        p = torch.softmax(row / temperature, dim=-1)
        nxt = torch.multinomial(p, 1)
        top = row.log_softmax(-1).amax(dim=-1)  # expect: SEQ204
        logs.append(top)  # expect-near: SEQ204
        fresh.append(nxt.item())
        ids = torch.cat([ids, nxt], dim=1)
        if fresh[-1] == eos:
            break
    if not logs:
        return [], None
    return fresh, torch.stack(logs).mean().exp().item()  # expect-near: SEQ204
