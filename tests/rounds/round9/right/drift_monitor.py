"""KL monitor (k1 and k3 estimates) between the tuned and the frozen model on its own samples."""
import torch


def reply_logp(net, ids, attn, labels):
    y = labels[:, 1:].clone()
    keep = y != -100
    y[~keep] = 0
    with torch.no_grad():
        z = net(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    lp = z.gather(2, y.unsqueeze(-1)).squeeze(-1) - z.logsumexp(-1)
    return lp, keep


def drift(policy, frozen, loader):
    policy.eval()
    frozen.eval()
    k1 = k3 = 0.0
    n = 0
    for b in loader:
        args = b["input_ids"], b["attention_mask"], b["labels"]
        new, keep = reply_logp(policy, *args)
        old, _ = reply_logp(frozen, *args)
        r = (old - new)[keep]
        k1 -= r.sum().item()
        k3 += (r.exp() - 1 - r).sum().item()
        n += r.numel()
    return {"k1": k1 / max(n, 1), "k3": k3 / max(n, 1)}
