"""Rollout scoring for left-padded GPT-2 batches."""
import torch
from transformers import GPT2LMHeadModel


class RolloutScorer:
    def __init__(self, name, pad_id, response_len):
        self.model = GPT2LMHeadModel.from_pretrained(name)
        self.pad_id = pad_id
        self.response_len = response_len

    def _collate(self, rows):
        width = max(map(len, rows))
        ids = torch.full((len(rows), width), self.pad_id)
        mask = torch.zeros_like(ids)
        for i, r in enumerate(rows):
            ids[i, width - len(r):] = torch.tensor(r)
            mask[i, width - len(r):] = 1
        return ids, mask

    @torch.no_grad()
    def __call__(self, rows):
        """Token log-probs of the last ``response_len`` tokens (rows are at least one token longer)."""
        ids, mask = self._collate(rows)
        position_ids = (mask.cumsum(-1) - 1).clamp(min=0)
        out = self.model(ids, attention_mask=mask, position_ids=position_ids)
        k = self.response_len
        lp = out.logits[:, -k - 1 : -1].float().log_softmax(-1)
        return torch.gather(lp, 2, ids[:, -k:, None])[..., 0]
