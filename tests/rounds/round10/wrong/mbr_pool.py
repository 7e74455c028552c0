"""Model log-likelihoods for a pool of translation candidates (decoder-only MT model).

# bug: score_pool sums over the padded positions of shorter candidates as well; and per_token() adds up all rows of the batch before it divides by each row's length.
"""
import torch
import torch.nn.functional as F


class PoolScorer:
    """Rows of `ids` are packed as <bos> source <sep> target <eos> <pad>...; `lens` holds their true lengths."""

    def __init__(self, model, sep_id):
        self.model = model.eval()
        self.sep_id = sep_id

    def _tokens(self, ids, lens):
        attn = torch.arange(ids.size(1), device=ids.device)[None] < lens[:, None]
        z = self.model(input_ids=ids, attention_mask=attn.long()).logits[:, :-1].float()
        lp = -F.cross_entropy(z.transpose(1, 2), ids[:, 1:], reduction="none")
        target = (ids == self.sep_id).cumsum(1)[:, :-1] > 0
        return lp, target, attn[:, 1:]

    @torch.no_grad()
    def score_pool(self, ids, lens):
        """log p(target | source) of each row."""
        lp, target, _ = self._tokens(ids, lens)
        return lp.masked_fill(~target, 0.0).sum(dim=1)  # expect: SEQ302

    @torch.no_grad()
    def per_token(self, ids, lens):
        """Length-normalised log p(target | source), one value per row."""
        lp, target, real = self._tokens(ids, lens)
        keep = target & real
        total = lp.masked_fill(~keep, 0.0).sum()  # expect: SEQ408
        return total / keep.sum(dim=1).clamp(min=1)
