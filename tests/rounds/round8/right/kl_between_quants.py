"""KL(full precision || quantised) in nats per real token."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def nats_per_token(full, small, batches):
    full.eval(), small.eval()
    num = den = 0
    for b in batches:
        p = F.log_softmax(full(**b).logits.float(), dim=-1)
        q = F.log_softmax(small(**b).logits.float(), dim=-1)
        kl = F.kl_div(q, p, reduction="none", log_target=True).sum(dim=-1)
        real = b["attention_mask"] == 1
        num += kl[real].double().sum().item()
        den += real.sum().item()
    return num / den


@torch.no_grad()
def top1_agreement(full, small, batches):
    full.eval(), small.eval()
    same = den = 0
    for b in batches:
        real = b["attention_mask"] == 1
        hit = full(**b).logits.argmax(-1) == small(**b).logits.argmax(-1)
        same += hit[real].sum().item()
        den += real.sum().item()
    return same / den
