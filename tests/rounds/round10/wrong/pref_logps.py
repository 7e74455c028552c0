"""Sequence log-probs for the preference trainer (policy and frozen reference share one batch).

# bug: the completion mask is cut [:, :-1] although the scored tokens are [:, 1:]; and the labels of the shared batch are overwritten in place.
"""
import torch
import torch.nn.functional as F

IGNORE = -100


def completion_logps(model, batch):
    """Summed log-prob of every completion in the batch, shape (B,)."""
    out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    labels = batch["labels"]
    labels[labels == IGNORE] = 0  # expect: SEQ308
    z = out.logits[:, :-1, :].float()
    y = labels[:, 1:]
    per_token = torch.log_softmax(z, -1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
    keep = batch["completion_mask"][:, :-1]  # expect-near: SEQ203
    return (per_token * keep).sum(-1)  # expect: SEQ203


class PairwiseStep:
    def __init__(self, policy, reference, beta=0.1):
        self.policy, self.reference, self.beta = policy, reference, beta
        self.reference.eval().requires_grad_(False)

    def __call__(self, chosen, rejected):
        pc, pr = completion_logps(self.policy, chosen), completion_logps(self.policy, rejected)
        with torch.no_grad():
            rc, rr = completion_logps(self.reference, chosen), completion_logps(self.reference, rejected)
        margin = self.beta * ((pc - rc) - (pr - rr))
        return -F.logsigmoid(margin).mean(), (margin > 0).float().mean()
