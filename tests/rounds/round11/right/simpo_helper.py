"""Mean response log-prob per row, as SimPO specifies; labels stay untouched."""
import torch


def mean_response_logp(logits, labels):
    gold = labels[:, 1:].clone()
    on = gold.ne(-100)
    gold[~on] = 0
    lp = logits[:, :-1].float().log_softmax(-1).gather(2, gold[..., None])[..., 0]
    return (lp * on).sum(-1) / on.sum(-1).clamp(min=1)


def simpo_loss(logits, labels, beta=2.0, gamma=1.0):
    good, bad = mean_response_logp(logits, labels).chunk(2)
    return -torch.nn.functional.logsigmoid(beta * (good - bad) - gamma).mean()
