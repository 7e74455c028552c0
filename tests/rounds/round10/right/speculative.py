"""Speculative sampling (Leviathan et al.), one draft round, batch of one."""
import torch


def probs(lm, ids, temperature):
    return torch.softmax(lm(ids[None]).logits[0].float() / temperature, dim=-1)


@torch.no_grad()
def draft_round(target, draft, ids, gamma=4, temperature=0.8):
    n = len(ids)
    seq, q = ids, []
    for _ in range(gamma):
        row = probs(draft, seq, temperature)[-1]
        q.append(row)
        seq = torch.cat([seq, torch.multinomial(row, 1)])
    p = probs(target, seq, temperature)[n - 1:]
    for k in range(gamma):
        t = seq[n + k]
        if torch.rand(()) > p[k, t] / q[k][t]:
            rest = (p[k] - q[k]).clamp(min=0)
            return torch.cat([seq[:n + k], torch.multinomial(rest / rest.sum(), 1)])
    return torch.cat([seq, torch.multinomial(p[gamma], 1)])
