"""Span scores of an extractive QA head: the distribution runs over the positions."""
import torch


@torch.no_grad()
def best_span(net, enc, context_mask, longest=30):
    out = net(**enc)
    hide = ~context_mask.bool()
    start = out.start_logits.masked_fill(hide, torch.finfo(out.start_logits.dtype).min).softmax(dim=1)
    end = out.end_logits.masked_fill(hide, torch.finfo(out.end_logits.dtype).min).softmax(dim=1)
    joint = start[:, :, None] * end[:, None, :]
    band = torch.ones_like(joint).triu().tril(longest - 1)
    flat = (joint * band).flatten(1)
    score, where = flat.max(dim=1)
    width = joint.size(2)
    return score.tolist(), torch.stack([where // width, where % width], dim=1).tolist()
