"""Mean KL divergence per token between two checkpoints."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def token_kl(base, tuned, batch):
    """(sum of KL(base || tuned) over real positions, number of positions)"""
    p = F.log_softmax(base(**batch).logits.float(), dim=-1)
    q = F.log_softmax(tuned(**batch).logits.float(), dim=-1)
    kl = F.kl_div(q, p, reduction="none", log_target=True).sum(-1)
    keep = batch["attention_mask"].bool()
    return kl[keep].sum().item(), int(keep.sum())


def drift(base, tuned, loader):
    pairs = [token_kl(base, tuned, b) for b in loader]
    return sum(k for k, _ in pairs) / max(sum(n for _, n in pairs), 1)
