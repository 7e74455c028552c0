"""Preference loss over a policy and a frozen reference, fed with one shared batch.

# bug: the caller's labels lose their -100 entries on the first call, so the second call scores the prompt too
"""
import torch
import torch.nn.functional as F


def completion_logp(z, labels):
    """(B, T, V), (B, T) -> (B,) sum of log-probs where labels are not -100."""
    z, y = z[:, :-1], labels[:, 1:]
    on = y.ne(-100)
    y[y == -100] = 0  # expect: SEQ308
    lp = F.log_softmax(z.float(), dim=-1).gather(2, y.unsqueeze(2)).squeeze(2)
    return torch.where(on, lp, torch.zeros_like(lp)).sum(1)


def run(model, part):
    return model(input_ids=part["input_ids"], attention_mask=part["attention_mask"]).logits


def preference_loss(policy, ref, good, bad, beta=0.1):
    pg = completion_logp(run(policy, good), good["labels"])
    pb = completion_logp(run(policy, bad), bad["labels"])
    with torch.no_grad():
        rg = completion_logp(run(ref, good), good["labels"])
        rb = completion_logp(run(ref, bad), bad["labels"])
    h = (pg - rg) - (pb - rb)
    return -F.logsigmoid(beta * h).mean(), (h > 0).float().mean()
