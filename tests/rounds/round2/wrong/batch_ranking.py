"""Pick the best summary per document from a padded batch of candidates.

# bug: the sum has no axis, so the whole batch collapses into one number
"""
import torch
import torch.nn.functional as F


class SummaryRanker(torch.nn.Module):
    def __init__(self, lm):
        super().__init__()
        self.lm = lm

    @torch.no_grad()
    def forward(self, input_ids, attention_mask, labels):
        """labels: -100 outside the summary. Returns one log-probability per candidate."""
        z = self.lm(input_ids=input_ids, attention_mask=attention_mask).logits[:, :-1].float()
        y = labels[:, 1:]
        nll = F.cross_entropy(z.transpose(1, 2), y, ignore_index=-100, reduction="none")
        return -nll.sum()  # expect: SEQ408

    def pick(self, batch, names):
        scores = self(**batch)  # expect-near: SEQ408
        return names[int(scores.argmax())]
