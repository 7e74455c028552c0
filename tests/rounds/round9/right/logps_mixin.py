"""Log-prob helpers shared by preference trainers."""
import torch.nn.functional as F

IGNORE_INDEX = -100


class LogpsMixin:
    """Provides per-row sums of label log-probs for causal models."""

    beta: float

    @staticmethod
    def get_batch_logps(scores, labels, average=False):
        """Summed label log-probs per row, or their mean with ``average=True``."""
        labels = labels[:, 1:].clone()
        scores = scores[:, :-1]
        where = labels != IGNORE_INDEX
        labels[~where] = 0
        vocab_axis = 2
        lp = F.log_softmax(scores.float(), dim=vocab_axis)
        tok = lp.gather(vocab_axis, labels[..., None]).squeeze(vocab_axis)
        tok = tok.masked_fill(~where, 0.0)
        if average:
            return tok.sum(1) / where.sum(1).clamp(min=1)
        return tok.sum(1)

    def loss(self, policy_pair, reference_pair):
        logits = policy_pair[0] - policy_pair[1] - reference_pair[0] + reference_pair[1]
        return F.softplus(-self.beta * logits).mean()
