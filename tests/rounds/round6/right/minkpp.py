"""Min-K%++: token log-prob standardised with the moments of the next-token distribution."""
import torch


@torch.no_grad()
def minkpp(model, ids, ratio=0.2):
    z = model(ids).logits[0, :-1].float()
    p, lp = z.softmax(-1), z.log_softmax(-1)
    tok = lp.gather(-1, ids[0, 1:].unsqueeze(-1)).squeeze(-1)
    mu = (p * lp).sum(-1)
    var = (p * lp.square()).sum(-1) - mu.square()
    s = (tok - mu) / var.clamp(min=1e-6).sqrt()
    k = max(1, int(ratio * s.numel()))
    return s.topk(k, largest=False).values.mean().item()
