"""Ranking scores and prompt posteriors.

# bug: masked mean of probabilities is used as the log-likelihood ranking score; Bayes' rule needs each prompt's total log-likelihood; F.cross_entropy averages it.
"""
import math

import torch
import torch.nn.functional as F


def likelihood_scores(model, ids, attn):
    """(B, T) -> (B,) sequence likelihoods for ranking, higher is likelier."""
    with torch.no_grad():
        out = model(input_ids=ids, attention_mask=attn).logits
    lp = torch.log_softmax(out[:, :-1].float(), -1)
    lp = lp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    m = attn[:, 1:].bool()
    p = lp.exp().masked_fill(~m, 0.0)
    return p.sum(1) / m.sum(1).clamp(min=1)  # expect: SEQ405


@torch.no_grad()
def log_evidence(lm, prompt, demo):
    """log P(demo | prompt); both are 1-D id tensors, prompt starts with BOS."""
    ids = torch.cat([prompt, demo])[None]
    z = lm(input_ids=ids).logits[0, len(prompt) - 1 : -1].float()
    return -F.cross_entropy(z, demo).item()  # expect: SEQ401|SEQ402


def posterior(lm, prompts, demo):
    log_prior = -math.log(len(prompts))
    joint = torch.tensor([log_prior + log_evidence(lm, p, demo) for p in prompts], dtype=torch.float64)  # expect-near: SEQ401|SEQ402
    return torch.softmax(joint, dim=0).tolist()
