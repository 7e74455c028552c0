"""Per-sentence NLL with fancy indexing.
# bug: the token ids index the position axis, so whole vocabulary rows are added up.
"""
import torch


def sentence_nll(lm, ids: torch.Tensor) -> float:
    """ids: (T,)."""
    with torch.no_grad():
        z = lm(ids[None]).logits[0].float()
    neg = -torch.log_softmax(z[:-1], dim=-1)
    return neg[ids[1:]].sum().item()  # expect: SEQ205


def gathered(lm, ids):
    """The same with gather, (B, T) at a time; no padding in these blocks."""
    lp = lm(ids).logits.float().log_softmax(-1)[:, :-1]
    index = ids[:, 1:].unsqueeze(-1)
    picked = torch.gather(lp, 1, index)  # expect: SEQ205
    return picked.squeeze(-1).sum(-1)
