"""SimPO: the implicit reward is the average log-probability of a reply (no reference)."""
import torch.nn.functional as F


def average_logp(model, ids, att, labels):
    z = model(input_ids=ids, attention_mask=att).logits[:, :-1].float()
    y = labels[:, 1:]
    m = y.ne(-100)
    lp = z.log_softmax(-1).gather(-1, y.clamp(min=0)[..., None]).squeeze(-1)
    return (lp * m).sum(-1) / m.sum(-1).clamp(min=1)


def simpo_loss(model, win, lose, beta=2.0, gamma=1.0):
    w = average_logp(model, *win)
    l = average_logp(model, *lose)
    return -F.logsigmoid(beta * (w - l) - gamma).mean(), (w > l).float().mean()
