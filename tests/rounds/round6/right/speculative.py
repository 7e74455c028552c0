"""Speculative sampling: accept a drafted token with min(1, p/q), otherwise sample from the residual."""
import torch


def warp(z, temperature):
    return torch.softmax(z.float() / temperature, dim=-1)


class Verifier:
    def __init__(self, target, temperature=0.8, seed=0):
        self.target = target.eval()
        self.t = temperature
        self.g = torch.Generator().manual_seed(seed)

    @torch.inference_mode()
    def __call__(self, prefix, drafted, q):
        """prefix (n,), drafted (k,) int64 on cpu; q (k, V) are the drafter's warped distributions."""
        full = torch.cat([prefix, drafted])[None]
        p = warp(self.target(full).logits[0, -len(drafted) - 1 :], self.t)
        for j, tok in enumerate(drafted.tolist()):
            if torch.rand((), generator=self.g) < (p[j, tok] / q[j, tok]).clamp(max=1.0):
                continue
            rest = (p[j] - q[j]).clamp(min=0)
            bonus = torch.multinomial(rest / rest.sum(), 1, generator=self.g)
            return torch.cat([drafted[:j], bonus])
        return torch.cat([drafted, torch.multinomial(p[-1], 1, generator=self.g)])
