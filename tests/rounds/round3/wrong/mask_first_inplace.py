"""Completion scores; the prompt is blanked out of the mask.

# bug: masked_fill_ and the slice assignment write into tensors that belong to the caller
"""
import torch


class Scorer:
    def __init__(self, model):
        self.model = model

    @torch.no_grad()
    def score(self, ids, mask, n_prompt):
        """ids, mask: (B, T), mask 1 on real tokens."""
        z = self.model(ids, attention_mask=mask).logits
        mask[:, :n_prompt] = 0  # expect: SEQ308
        logp = torch.log_softmax(z[:, :-1].float(), dim=-1)
        got = torch.take_along_dim(logp, ids[:, 1:, None], dim=-1)[..., 0]
        return torch.sum(got * mask[:, 1:], dim=-1)

    @torch.no_grad()
    def loss(self, ids, mask, labels):
        labels.masked_fill_(mask == 0, -100)  # expect: SEQ308
        return self.model(ids, attention_mask=mask, labels=labels).loss
