"""Extractive QA: softmax over the sequence axis gives start and end distributions."""
import torch


@torch.no_grad()
def best_span(model, enc, max_len=30):
    out = model(**enc)
    start = out.start_logits.float().log_softmax(dim=1)[0]
    end = out.end_logits.float().log_softmax(dim=1)[0]
    n = start.numel()
    joint = start[:, None] + end[None, :]
    ok = torch.ones(n, n, dtype=torch.bool).triu().tril(max_len - 1)
    joint = joint.masked_fill(~ok, float("-inf"))
    k = int(joint.argmax())
    return k // n, k % n, joint.max().exp().item()
