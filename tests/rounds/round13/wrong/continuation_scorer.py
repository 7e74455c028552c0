"""Scores several continuations of one context in a single forward pass.

# bug: log_softmax runs over the time axis, and the final sum has no axis, so all rows share one number
"""
import torch
import torch.nn.functional as F


class ContinuationScorer:
    """Wraps any HF decoder; everything is right-padded."""

    def __init__(self, model, device="cpu"):
        self.model = model.to(device).eval()
        self.device = device

    def _token_scores(self, ids, attn):
        with torch.no_grad():
            out = self.model(input_ids=ids, attention_mask=attn)
        logits = out.logits[:, :-1, :].float()
        lp = F.log_softmax(logits, dim=1)  # expect: SEQ104
        return lp.gather(2, ids[:, 1:].unsqueeze(2)).squeeze(2)

    def score(self, ids, attn, cont_mask):
        """One log-probability per row, shape (batch,)."""
        ids, attn = ids.to(self.device), attn.to(self.device)
        tok = self._token_scores(ids, attn)
        tok = tok.masked_fill(~cont_mask[:, 1:].bool().to(self.device), 0.0)
        return tok.sum()  # expect: SEQ408

    def pick(self, ids, attn, cont_mask):
        return int(self.score(ids, attn, cont_mask).argmax())  # expect-near: SEQ408
