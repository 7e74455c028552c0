"""Completion scores with the untrained pad column switched off; rows without completion become NaN on purpose."""
import torch


@torch.no_grad()
def normalised_scores(model, ids, attn, completion, pad_id):
    model.eval()
    z = model(ids, attention_mask=attn).logits[:, :-1].float()
    off = torch.zeros(z.size(-1), dtype=torch.bool, device=z.device)
    off[pad_id] = True
    lp = z.masked_fill(off, float("-inf")).log_softmax(-1)
    lp = lp.gather(2, ids[:, 1:, None]).squeeze(2)
    w = completion[:, 1:].bool()
    total = torch.where(w, lp, torch.zeros_like(lp)).sum(1)
    count = w.sum(1)
    mean = total / count.clamp(min=1)
    return mean.masked_fill(count == 0, float("nan"))


def choose(scores):
    if torch.isnan(scores).all():
        return None
    return int(scores.nan_to_num(nan=float("-inf")).argmax())
