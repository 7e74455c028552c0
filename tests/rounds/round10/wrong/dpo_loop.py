"""Bare-bones DPO (Rafailov et al. 2023) without a framework.

The objective compares log pi(y|x) of the two replies under the policy with
the same quantity under the frozen reference.

# bug: log pi(y|x) is the mean over the reply's tokens instead of their sum
"""
import torch
from torch.nn.functional import logsigmoid


def log_pi(model, batch):
    """log pi(y|x) for every row; `target` is -100 outside the reply."""
    logits = model(input_ids=batch["ids"], attention_mask=batch["att"]).logits[:, :-1].float()
    target = batch["target"][:, 1:]
    on = target != -100
    idx = target.masked_fill(~on, 0)
    lp = torch.log_softmax(logits, dim=-1)
    lp = torch.gather(lp, -1, idx.unsqueeze(-1)).squeeze(-1)
    return (lp * on).sum(-1) / on.sum(-1).clamp(min=1)  # expect: SEQ401


def dpo(policy, ref, win, lose, beta):
    with torch.no_grad():
        rw, rl = log_pi(ref, win), log_pi(ref, lose)
    pw, pl = log_pi(policy, win), log_pi(policy, lose)
    margin = beta * ((pw - rw) - (pl - rl))  # expect-near: SEQ401
    return -logsigmoid(margin).mean(), (margin > 0).float().mean()


def fit(policy, ref, loader, beta=0.1, lr=5e-7):
    ref.eval()
    opt = torch.optim.RMSprop(policy.parameters(), lr=lr)
    for n, (win, lose) in enumerate(loader):
        loss, acc = dpo(policy, ref, win, lose, beta)
        opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(policy.parameters(), 10.0)
        opt.step()
        if n % 10 == 0:
            print(n, round(loss.item(), 4), round(acc.item(), 3))
