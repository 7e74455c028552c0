"""Minimal DPO (Rafailov et al. 2023) on a JSONL of preference pairs.

The implicit reward is beta * (log pi(y|x) - log pi_ref(y|x)) with full sequence log-probabilities.

# bug: log pi(y|x) is computed as the mean over the answer's tokens instead of their sum.
"""
import copy

import torch
import torch.nn.functional as F
from torch.optim import AdamW


def sequence_logp(model, ids, attn, answer):
    """log pi(y|x) per row."""
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    tgt = ids[:, 1:]
    m = answer[:, 1:].to(z.dtype)
    sel = z.gather(-1, tgt[..., None]).squeeze(-1) - z.logsumexp(-1)
    return (sel * m).sum(-1) / m.sum(-1).clamp(min=1)  # expect: SEQ401


def dpo_loss(pol_w, pol_l, ref_w, ref_l, beta):
    h = (pol_w - ref_w) - (pol_l - ref_l)  # expect-near: SEQ401
    return -F.logsigmoid(beta * h).mean()


def fit(model, loader, beta=0.1, lr=1e-6, device="cuda"):
    ref = copy.deepcopy(model).eval().requires_grad_(False)
    opt = AdamW(model.parameters(), lr=lr)
    for step, b in enumerate(loader):
        b = {k: v.to(device) for k, v in b.items()}
        w = (b["w_ids"], b["w_attn"], b["w_ans"])
        l = (b["l_ids"], b["l_attn"], b["l_ans"])
        with torch.no_grad():
            rw, rl = sequence_logp(ref, *w), sequence_logp(ref, *l)
        loss = dpo_loss(sequence_logp(model, *w), sequence_logp(model, *l), rw, rl, beta)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
        if step % 20 == 0:
            print(step, round(loss.item(), 4))
