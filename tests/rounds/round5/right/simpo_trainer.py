"""SimPO: the implicit reward is beta times the average token log-prob (Meng et al. 2024)."""
import torch.nn.functional as F


class SimPO:
    def __init__(self, model, beta=2.0, gamma=1.0):
        self.model, self.beta, self.gamma = model, beta, gamma

    def reward(self, ids, att, labels):
        z = self.model(input_ids=ids, attention_mask=att).logits[:, :-1].float()
        y = labels[:, 1:]
        nll = F.cross_entropy(z.flatten(0, 1), y.flatten(), ignore_index=-100, reduction="none").view_as(y)
        return -self.beta * nll.sum(1) / y.ne(-100).sum(1).clamp(min=1)

    def loss(self, win, lose):
        gap = self.reward(*win) - self.reward(*lose) - self.gamma
        return F.softplus(-gap).mean(), gap.gt(-self.gamma).float().mean()
