"""SimPO: reference-free reward beta * (1/|y|) * log pi(y|x), pairwise loss with target margin."""
import torch
import torch.nn.functional as F


class SimPO(torch.nn.Module):
    def __init__(self, beta=2.0, gamma=1.0):
        super().__init__()
        self.beta, self.gamma = beta, gamma

    def reward(self, logits, labels):
        shifted = labels[:, 1:].clone()
        on = shifted.ne(-100)
        shifted[~on] = 0
        logps = logits[:, :-1].float().log_softmax(2)
        logps = logps.gather(2, shifted[:, :, None])[:, :, 0]
        return self.beta * (logps * on).sum(1) / on.sum(1).clamp(min=1)

    def forward(self, chosen, rejected):
        logits = self.reward(*chosen) - self.reward(*rejected) - self.gamma
        return -F.logsigmoid(logits).mean(), (logits > -self.gamma).float().mean()


def bradley_terry(rm_chosen, rm_rejected):
    """Scalar reward heads, shape (B, 1)."""
    d = (rm_chosen - rm_rejected).squeeze(-1)
    return F.softplus(-d).mean(), torch.sigmoid(d)
