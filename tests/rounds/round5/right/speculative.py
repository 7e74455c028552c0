"""Speculative sampling: accept a drafted token with probability min(1, p/q), otherwise draw from the residual."""
import torch


def probs_at(lm, ids, temperature):
    z = lm(ids).logits.float()
    return torch.softmax(z / temperature, dim=-1)


class Speculator:
    def __init__(self, target, draft, gamma=4, temperature=1.0):
        self.target, self.draft = target.eval(), draft.eval()
        self.gamma, self.temperature = gamma, temperature

    @torch.no_grad()
    def step(self, ids):
        n = ids.size(1)
        q_rows, seq = [], ids
        for _ in range(self.gamma):
            q = probs_at(self.draft, seq, self.temperature)[:, -1]
            seq = torch.cat([seq, torch.multinomial(q, 1)], 1)
            q_rows.append(q[0])
        p_rows = probs_at(self.target, seq, self.temperature)[0, n - 1:]
        for k in range(self.gamma):
            t = seq[0, n + k]
            ratio = p_rows[k, t] / q_rows[k][t]
            if torch.rand((), device=ids.device) < ratio:
                continue
            rest = (p_rows[k] - q_rows[k]).clamp(min=0)
            t = torch.multinomial(rest / rest.sum(), 1)
            return torch.cat([seq[:, :n + k], t[None]], 1), k
        bonus = torch.multinomial(p_rows[-1], 1)
        return torch.cat([seq, bonus[None]], 1), self.gamma
