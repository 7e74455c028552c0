"""Rollout buffers -> learner: masked log-probs, constrained log-probs and the ORPO-style response mask."""
import torch
import torch.nn.functional as F


def pick(z, y):
    return F.log_softmax(z.float(), dim=-1).gather(-1, y[..., None])[..., 0]


class Bridge:
    def __init__(self, actor, banned):
        self.actor = actor.eval()
        self.banned = torch.tensor(sorted(banned))

    def _z(self, ids, am):
        with torch.no_grad():
            return self.actor(input_ids=ids, attention_mask=am).logits[:, :-1].float().clone()

    def text_logp(self, ids, am):
        return (pick(self._z(ids, am), ids[:, 1:]) * am[:, 1:]).sum(1)

    def banned_logp(self, ids, am):
        """Log-prob under the decoder that cannot emit the banned ids, the pad id among them."""
        z = self._z(ids, am)
        z[:, :, self.banned] = float("-inf")
        lp = pick(z, ids[:, 1:])
        return lp.masked_fill(am[:, 1:] == 0, 0.0).sum(1)

    def response_mean(self, ids, am, prompt_mask):
        """prompt_mask is 1 on prompt tokens, so the difference keeps response targets."""
        resp = am[:, 1:] - prompt_mask[:, 1:]
        lp = pick(self._z(ids, am), ids[:, 1:])
        return (lp * resp).sum(1) / resp.sum(1).clamp(min=1)

    def hidden_pool(self, hidden, am):
        """Mean of the input-side states that feed a prediction."""
        w = am[:, :-1].unsqueeze(-1).to(hidden.dtype)
        return (hidden[:, :-1] * w).sum(1) / w.sum(1).clamp(min=1)
