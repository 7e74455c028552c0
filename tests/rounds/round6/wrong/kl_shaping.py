"""Best-of-n selection with a KL penalty against the reference policy.

# bug: the KL term is summed over the whole batch, so every candidate gets the same penalty
"""
import torch


def token_logps(model, ids, attn):
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    nxt = ids[:, 1:, None]
    return z.gather(-1, nxt).squeeze(-1) - z.logsumexp(-1)


class ShapedSelector:
    """score_i = r_i - beta * log(pi(y_i|x) / ref(y_i|x))"""

    def __init__(self, policy, ref, rm, beta=0.05):
        self.policy, self.ref, self.rm, self.beta = policy.eval(), ref.eval(), rm.eval(), beta

    @torch.no_grad()
    def rewards(self, ids, attn, answer_mask):
        r = self.rm(input_ids=ids, attention_mask=attn).logits.squeeze(-1).float()
        gap = token_logps(self.policy, ids, attn) - token_logps(self.ref, ids, attn)
        m = answer_mask[:, 1:].to(gap.dtype)
        kl = (gap * m).sum()  # expect: SEQ408
        return r - self.beta * kl  # expect-near: SEQ408

    def pick(self, ids, attn, answer_mask, n):
        s = self.rewards(ids, attn, answer_mask).view(-1, n)
        best = s.argmax(dim=1)
        offset = torch.arange(best.numel(), device=best.device) * n
        return ids[offset + best], s.gather(1, best[:, None]).squeeze(1)
