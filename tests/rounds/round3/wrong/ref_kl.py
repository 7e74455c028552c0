"""KL penalty towards a frozen reference model.

# bug: the target is in log space but log_target is not set
"""
from torch import nn


class ReferencePenalty(nn.Module):
    def __init__(self, beta=0.05):
        super().__init__()
        self.beta = beta
        self.div = nn.KLDivLoss(reduction="none")  # expect-near: SEQ114

    def forward(self, policy_logits, reference_logits, mask):
        lp = policy_logits.log_softmax(-1)
        lq = reference_logits.log_softmax(-1).detach()
        per_token = self.div(lp, lq).sum(-1)  # expect: SEQ114
        denom = mask.sum().clamp(min=1)
        return self.beta * (per_token * mask).sum() / denom
