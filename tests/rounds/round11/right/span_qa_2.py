"""Extractive QA, the span distribution lies over positions."""
import torch


@torch.no_grad()
def best_span(model, enc, max_len=30):
    out = model.eval()(**enc)
    hidden = enc["attention_mask"] == 0
    s = torch.log_softmax(out.start_logits.masked_fill(hidden, -1e9), dim=1)
    e = torch.log_softmax(out.end_logits.masked_fill(hidden, -1e9), dim=1)
    joint = s[:, :, None] + e[:, None, :]
    n = joint.shape[1]
    band = torch.ones(n, n, dtype=torch.bool, device=joint.device).triu().tril(max_len - 1)
    joint = joint.masked_fill(~band, -1e9)
    top = joint.flatten(1).argmax(1)
    return top // n, top % n
