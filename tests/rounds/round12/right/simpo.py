"""SimPO: reference-free preference loss on length-normalised log-probabilities, with a target margin."""
from torch import nn


class SimPO(nn.Module):
    def __init__(self, beta=2.0, gamma=1.0):
        super().__init__()
        self.beta, self.gamma = beta, gamma

    def reward(self, logits, labels):
        """beta / |y| * log pi(y | x)."""
        tgt = labels[:, 1:].clone()
        on = tgt.ne(-100)
        tgt[~on] = 0
        lp = logits[:, :-1].float().log_softmax(-1).gather(-1, tgt[..., None])[..., 0]
        return self.beta * (lp * on).sum(-1) / on.sum(-1).clamp_min(1)

    def forward(self, lw, yw, ll, yl):
        gap = self.reward(lw, yw) - self.reward(ll, yl) - self.gamma
        return -nn.functional.logsigmoid(gap).mean(), (gap + self.gamma > 0).float().mean()


def batch_loss(model, batch, crit):
    w = model(input_ids=batch["w_ids"], attention_mask=batch["w_att"]).logits
    l = model(input_ids=batch["l_ids"], attention_mask=batch["l_att"]).logits
    return crit(w, batch["w_labels"], l, batch["l_labels"])
