"""One verification step of speculative sampling; both models use the same temperature."""
import torch


def dist(z, T):
    return torch.softmax(z.float() / T, dim=-1)


@torch.no_grad()
def verify(target, prefix, draft_ids, draft_z, T=0.8):
    """``draft_z[i]`` are the draft model's logits that produced ``draft_ids[i]``."""
    n = prefix.size(1)
    z = target(torch.cat([prefix, draft_ids[None]], 1)).logits[0, n - 1 :]
    p, q = dist(z, T), dist(draft_z, T)
    for i, t in enumerate(draft_ids.tolist()):
        if torch.rand(()).item() >= min(1.0, (p[i, t] / q[i, t]).item()):
            rest = (p[i] - q[i]).clamp(min=0)
            new = torch.multinomial(rest / rest.sum(), 1)
            return torch.cat([draft_ids[:i], new])
    return torch.cat([draft_ids, torch.multinomial(p[-1], 1)])
