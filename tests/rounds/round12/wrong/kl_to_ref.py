"""Mean per-token log-ratio between a tuned model and its frozen starting point.

# bug: token_logps overwrites -100 in the batch's own labels, so the second call counts prompt and padding.
"""
import torch


def token_logps(model, batch):
    """Log-probs of the labelled tokens and the mask of counted places, both (B, T-1)."""
    labels = batch["labels"][:, 1:]
    with torch.no_grad():
        z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    keep = labels.ne(-100)
    labels[~keep] = 0  # expect: SEQ308
    lp = z[:, :-1].float().log_softmax(-1)
    got = torch.gather(lp, 2, labels[:, :, None])[:, :, 0]
    return torch.where(keep, got, torch.zeros_like(got)), keep


class DriftMeter:
    def __init__(self, tuned, ref):
        self.tuned, self.ref = tuned.eval(), ref.eval()
        self.total, self.count = 0.0, 0

    def update(self, batch):
        a, _ = token_logps(self.tuned, batch)
        b, keep = token_logps(self.ref, batch)  # expect-near: SEQ308
        self.total += (a - b).sum().item()
        self.count += int(keep.sum())

    def value(self):
        return self.total / max(self.count, 1)
