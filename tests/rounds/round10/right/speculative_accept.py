"""Acceptance step of speculative sampling; both models run at the same temperature and top-k is off."""
import torch


def target_probs(z, temperature):
    return torch.softmax(z.float() / temperature, dim=-1)


@torch.no_grad()
def accept(draft_p, main_p, proposal, generator=None):
    """draft_p (K, V), main_p (K + 1, V), proposal (K,) -> list of emitted ids."""
    out = []
    for i, t in enumerate(proposal.tolist()):
        ratio = main_p[i, t] / draft_p[i, t]
        if torch.rand((), generator=generator, device=ratio.device) < ratio:
            out.append(t)
            continue
        rest = (main_p[i] - draft_p[i]).clamp(min=0)
        out.append(int(torch.multinomial(rest, 1, generator=generator)))
        return out
    out.append(int(torch.multinomial(main_p[-1], 1, generator=generator)))
    return out


def expected_accepts(draft_p, main_p):
    overlap = torch.minimum(draft_p, main_p[:-1]).sum(-1)
    return overlap.cumprod(0).sum().item()
