"""Per-example log-ratio policy/reference on held-out chats (KL monitor).

# bug: the caller's label tensor is overwritten, so the second call sees another mask
"""
import torch


def answer_logp(net, ids, attn, labels):
    tgt = labels[:, 1:]
    keep = tgt.ne(-100)
    tgt[~keep] = 0  # expect: SEQ308
    with torch.no_grad():
        logits = net(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    chosen = logits.gather(2, tgt[..., None])[..., 0]
    logp = chosen - logits.logsumexp(dim=-1)
    return torch.where(keep, logp, torch.zeros_like(logp)).sum(dim=1)


class KLMonitor:
    def __init__(self, policy, reference):
        self.policy = policy.eval()
        self.reference = reference.eval()

    def log_ratios(self, loader):
        chunks = []
        for b in loader:
            a = answer_logp(self.policy, b["input_ids"], b["attention_mask"], b["labels"])
            r = answer_logp(self.reference, b["input_ids"], b["attention_mask"], b["labels"])
            chunks.append((a - r).cpu())
        return torch.cat(chunks)

    def report(self, loader):
        d = self.log_ratios(loader)
        return {"mean": d.mean().item(), "p95": d.quantile(0.95).item(), "n": d.numel()}
