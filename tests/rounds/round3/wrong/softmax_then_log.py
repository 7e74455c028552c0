"""Reference log-probs for a trainer.

# bug: probabilities are computed first and their log is taken later
"""
import torch
from torch import nn


class ReferenceModel(nn.Module):
    def __init__(self, lm):
        super().__init__()
        self.lm = lm.requires_grad_(False)
        self.to_probs = nn.Softmax(dim=-1)

    @torch.no_grad()
    def forward(self, ids, attention_mask, response_mask):
        out = self.lm(input_ids=ids, attention_mask=attention_mask)
        q = self.to_probs(out.logits[:, :-1].float())
        q = q.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
        lp = torch.log(q)  # expect: SEQ602
        return torch.where(response_mask[:, 1:].bool(), lp, torch.zeros_like(lp)).sum(-1)
