"""GRPO loss: token ratios, k3 penalty, group-normalised advantages."""
import torch


def group_advantages(rewards, group):
    r = rewards.view(-1, group)
    return ((r - r.mean(dim=1, keepdim=True)) / (r.std(dim=1, keepdim=True) + 1e-4)).flatten()


def token_logps(model, ids, attn):
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    rows = [torch.log_softmax(a, dim=-1).gather(-1, b[:, None]).squeeze(-1) for a, b in zip(z, ids[:, 1:])]
    return torch.stack(rows)


def loss(model, batch, beta=0.04, eps=0.2):
    lp = token_logps(model, batch["ids"], batch["attn"])
    m = batch["completion"][:, 1:].float()
    ratio = torch.exp(lp - batch["old_lp"])
    adv = batch["adv"][:, None]
    gain = torch.min(ratio * adv, ratio.clamp(1 - eps, 1 + eps) * adv)
    r = batch["ref_lp"] - lp
    k3 = r.exp() - r - 1
    per = -(gain - beta * k3)
    return ((per * m).sum(-1) / m.sum(-1).clamp(min=1)).mean()
