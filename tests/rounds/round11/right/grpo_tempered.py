"""Policy log-probs at the rollout temperature, for the clipped ratio."""
import torch


def rollout_logps(net, tokens, attn, tau):
    z = net(input_ids=tokens, attention_mask=attn).logits[:, :-1].float() / tau
    lp = torch.log_softmax(z, dim=-1)
    return lp.gather(-1, tokens[:, 1:, None]).squeeze(-1)


def clipped(new, old, adv, resp, eps=0.2):
    m = resp[:, 1:].to(new.dtype)
    ratio = (new - old).exp()
    obj = torch.min(ratio * adv[:, None], ratio.clamp(1 - eps, 1 + eps) * adv[:, None])
    return -((obj * m).sum(-1) / m.sum(-1).clamp(min=1)).mean()
