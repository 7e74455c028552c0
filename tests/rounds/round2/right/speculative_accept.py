"""Speculative decoding: accept draft tokens by the probability ratio, resample from the rest."""
import torch


@torch.no_grad()
def verify(target, draft_probs, ids, drafted):
    """ids (1, T) context, drafted (k,) tokens, draft_probs (k, V)."""
    full = torch.cat([ids, drafted[None]], dim=1)
    k = drafted.numel()
    p = target(full).logits[0, -k - 1:].float().softmax(dim=-1)
    accepted = []
    for i, t in enumerate(drafted.tolist()):
        ratio = p[i, t] / draft_probs[i, t]
        if torch.rand(()) < ratio:
            accepted.append(t)
            continue
        rest = (p[i] - draft_probs[i]).clamp(min=0)
        accepted.append(int(torch.multinomial(rest / rest.sum(), 1)))
        return accepted
    accepted.append(int(torch.multinomial(p[k], 1)))
    return accepted
