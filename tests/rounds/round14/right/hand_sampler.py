"""Nucleus sampler by hand; each sample carries its log-prob under the unmodified model and a max-prob uncertainty trace."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def draw(model, ids, n_new, top_p=0.9, eos=None):
    total, trace, n = 0.0, [], 0
    while n < n_new:
        lp = F.log_softmax(model(ids).logits[0, -1].double(), dim=-1)
        p, idx = lp.exp().sort(descending=True)
        kept = torch.where(p.cumsum(0) - p < top_p, p, torch.zeros_like(p))
        nxt = idx[torch.multinomial(kept, 1)]
        total += lp[nxt].item()
        trace.append(1 - p[0].item())
        ids = torch.cat([ids, nxt[None]], dim=1)
        n += 1
        if nxt.item() == eos:
            break
    return ids, total, trace


def best_of(model, ids, k, n_new=64, **kw):
    pool = [draw(model, ids, n_new, **kw) for _ in range(k)]
    return max(pool, key=lambda s: s[1])[0]


def flag_uncertain(trace, limit=0.6):
    """Steps at which even the top token was improbable (maximum-softmax baseline)."""
    return [i for i, u in enumerate(trace) if u > limit]
