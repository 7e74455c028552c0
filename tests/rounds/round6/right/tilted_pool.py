"""Reward-tilted resampling of a candidate pool; rows without completion tokens are left out."""
import torch


def completion_tokens(lm, ids, attn, mask):
    with torch.no_grad():
        z = lm(ids, attention_mask=attn).logits[:, :-1].float()
    lp = z.log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    keep = mask[:, 1:].bool()
    return torch.where(keep, lp, torch.zeros_like(lp)), keep.sum(-1)


class TiltedPool:
    def __init__(self, lm, beta=0.3, seed=0):
        self.lm = lm.eval()
        self.beta = beta
        self.gen = torch.Generator().manual_seed(seed)

    def weights(self, pool):
        lp, n = completion_tokens(self.lm, pool["ids"], pool["attn"], pool["mask"])
        a = lp.sum(-1) + pool["reward"] / self.beta
        a = a.masked_fill(n == 0, float("-inf"))
        if bool((n == 0).all()):
            raise ValueError("no candidate has a completion")
        return a.softmax(0), lp.sum(-1) / n.clamp(min=1)

    def draw(self, pool, k):
        w, avg = self.weights(pool)
        pick = torch.multinomial(w.cpu(), k, replacement=True, generator=self.gen)
        return pick.tolist(), avg.tolist()
