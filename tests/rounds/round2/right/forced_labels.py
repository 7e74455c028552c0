"""Label words scored by one teacher-forced forward pass per label."""
import torch


class LabelScorer:
    """Works on token ids; encode_pair returns prompt + label ids and the index where the label starts."""

    def __init__(self, lm, encode_pair, labels):
        self.lm, self.encode_pair, self.labels = lm, encode_pair, labels

    @torch.no_grad()
    def label_logprob(self, text, label):
        ids, start = self.encode_pair(text, label)
        ids = torch.as_tensor(ids)
        lp = self.lm(ids[None]).logits[0, start - 1:-1].float().log_softmax(-1)
        return lp.gather(1, ids[start:, None]).sum().item()

    def __call__(self, text):
        return max(self.labels, key=lambda y: self.label_logprob(text, y))
