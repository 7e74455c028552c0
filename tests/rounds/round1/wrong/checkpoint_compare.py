"""Compare checkpoints, also under a grammar.

# bug: sequence_lp overwrites the caller's labels, the second model is scored under another mask; -inf entries of finished rows are multiplied with a 0 mask, which gives NaN.
"""
import torch


def sequence_lp(model, batch, labels):
    z = model(**batch).logits[:, :-1].float()
    target = labels[:, 1:]
    mask = target != -100
    target[~mask] = 0  # expect: SEQ308
    lp = z.log_softmax(dim=-1).gather(2, target.unsqueeze(2)).squeeze(2)
    return (lp * mask).sum(dim=-1)


@torch.no_grad()
def log_ratio(new, old, batch, labels):
    """`batch` holds input_ids and attention_mask."""
    return sequence_lp(new, batch, labels) - sequence_lp(old, batch, labels)  # expect-near: SEQ308


def derivation_logprob(logits, allowed, ids, lengths):
    """logits (B, T, V) predict ids (B, T); allowed (B, T, V) is the grammar's mask.

    Rows are padded with id 0, which the grammar never allows.
    """
    z = logits.float().masked_fill(~allowed, float("-inf"))
    free = z.logsumexp(-1)
    lp = z.gather(-1, ids[..., None]).squeeze(-1) - torch.where(free.isinf(), torch.zeros_like(free), free)
    alive = torch.arange(ids.size(1), device=ids.device)[None] < lengths[:, None]
    return (lp * alive).sum(-1)  # expect: SEQ606
