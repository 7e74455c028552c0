"""DPO with per-sequence log-probabilities.

# bug: DPO's objective is on log pi(y|x), the sum; the helper divides by the length
"""
import torch
import torch.nn.functional as F


def batch_logps(logits, labels):
    """log pi(y|x) of every row; labels are -100 outside the response."""
    gold = labels[:, 1:]
    mask = gold != -100
    lp = logits[:, :-1].float().log_softmax(-1)
    tok = lp.gather(2, gold.clamp(min=0)[:, :, None]).squeeze(2)
    return (tok * mask).sum(1) / mask.sum(1).clamp(min=1)  # expect: SEQ401


class DPO:
    def __init__(self, policy, reference, beta: float = 0.1):
        self.policy, self.reference, self.beta = policy, reference, beta

    def logps(self, net, side):
        out = net(input_ids=side["input_ids"], attention_mask=side["attention_mask"])
        return batch_logps(out.logits, side["labels"])

    def loss(self, batch):
        margin = 0
        for sign, key in ((1, "chosen"), (-1, "rejected")):
            with torch.no_grad():
                ref = self.logps(self.reference, batch[key])
            margin = margin + sign * (self.logps(self.policy, batch[key]) - ref)
        return -F.logsigmoid(self.beta * margin).mean()
