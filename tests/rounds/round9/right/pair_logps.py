"""Chosen / rejected log-probs for the DPO trainer; response mask follows the targets."""
import torch
import torch.nn.functional as F


def completion_logp(lm, ids, attn, resp):
    z = lm(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    nll = F.cross_entropy(z.transpose(1, 2), ids[:, 1:], reduction="none")
    return -(nll * resp[:, 1:].to(nll.dtype)).sum(-1)


def dpo(policy, frozen, win, lose, beta=0.1):
    logits = completion_logp(policy, *win) - completion_logp(policy, *lose)
    with torch.no_grad():
        ref = completion_logp(frozen, *win) - completion_logp(frozen, *lose)
    logits = logits - ref
    return -F.logsigmoid(beta * logits).mean(), (logits > 0).float().mean()
