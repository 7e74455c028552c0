"""Best-of-n with a per-candidate KL penalty and the analytic KL bound log n - (n-1)/n."""
import math

import torch


def seq_logratio(policy, base, ids, attn, answer_mask):
    """log pi(y|x) - log base(y|x), one value per row."""
    gap = None
    for lm, sign in ((policy, 1.0), (base, -1.0)):
        with torch.no_grad():
            z = lm(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
        t = z.gather(-1, ids[:, 1:, None]).squeeze(-1) - torch.logsumexp(z, dim=-1)
        gap = sign * t if gap is None else gap + sign * t
    return (gap * answer_mask[:, 1:]).sum(dim=-1)


def select(rewards, log_ratio, n, beta):
    value = (rewards - beta * log_ratio).reshape(-1, n)
    return value.argmax(dim=-1), value.max(dim=-1).values


def kl_bound(n: int) -> float:
    return math.log(n) - (n - 1) / n


if __name__ == "__main__":
    for n in (1, 2, 4, 16, 64):
        print(n, round(kl_bound(n), 3))
