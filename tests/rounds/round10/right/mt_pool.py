"""Scores of decoder-only translation candidates, packed as <bos> source <sep> target <eos> <pad>..."""
import torch


@torch.no_grad()
def pool_scores(model, ids, lens, sep_id):
    """Summed and length-normalised log p(target | source), both (B,)."""
    model.eval()
    attn = torch.arange(ids.size(1), device=ids.device) < lens[:, None]
    z = model(input_ids=ids, attention_mask=attn.long()).logits[:, :-1].float()
    lp = z.gather(-1, ids[:, 1:, None]).squeeze(-1) - z.logsumexp(-1)
    after_sep = (ids == sep_id).cumsum(1)[:, :-1] > 0
    keep = after_sep & attn[:, 1:]
    total = lp.masked_fill(~keep, 0.0).sum(dim=1)
    return total, total / keep.sum(dim=1).clamp(min=1)


def posterior(total, per_source):
    """Share of each candidate among those of its source."""
    return total.view(-1, per_source).softmax(dim=1)
