"""KL-style drift report: log-ratio of a tuned policy and its reference on the same batches.

# bug: the helper overwrites the -100 entries of the batch's labels, so the second call sees no ignored positions
"""
import torch

IGNORE = -100


def batch_logps(logits, labels):
    labels = labels[:, 1:]
    logits = logits[:, :-1, :]
    active = labels != IGNORE
    labels[labels == IGNORE] = 0  # expect: SEQ308
    lp = torch.gather(logits.float().log_softmax(-1), dim=2, index=labels.unsqueeze(2)).squeeze(2)
    return (lp * active).sum(-1)


class DriftMeter:
    def __init__(self, policy, reference):
        self.policy, self.reference = policy.eval(), reference.eval()
        self.ratios = []

    @torch.no_grad()
    def update(self, batch):
        inputs = {k: batch[k] for k in ("input_ids", "attention_mask")}
        new = batch_logps(self.policy(**inputs).logits, batch["labels"])
        old = batch_logps(self.reference(**inputs).logits, batch["labels"])
        self.ratios.append(new - old)

    def report(self):
        r = torch.cat(self.ratios)
        return {"mean": r.mean().item(), "std": r.std().item(), "n": r.numel()}
