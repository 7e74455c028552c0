"""SimPO: the average log-probability is the method's definition."""
import torch.nn.functional as F


def average_logps(model, ids, attn, resp):
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    tok = z.gather(-1, ids[:, 1:, None])[..., 0] - z.logsumexp(-1)
    m = resp[:, 1:].to(tok.dtype)
    return (tok * m).sum(1) / m.sum(1).clamp(min=1.0)


def simpo(model, chosen, rejected, beta=2.0, gamma=0.5):
    margin = average_logps(model, *chosen) - average_logps(model, *rejected)
    return -F.logsigmoid(beta * margin - gamma).mean()
