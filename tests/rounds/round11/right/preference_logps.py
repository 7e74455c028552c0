"""Reference and policy sums for DPO; labels are left as they were."""
import torch
import torch.nn.functional as F


def sums(logits, labels):
    y = labels[:, 1:].clone()
    keep = y != -100
    y[~keep] = 0
    lp = F.log_softmax(logits[:, :-1].float(), dim=-1).gather(-1, y[..., None])[..., 0]
    return lp.masked_fill(~keep, 0.0).sum(-1)


def loss(pi, ref, batch, beta=0.1):
    kw = dict(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    with torch.no_grad():
        r0 = sums(ref(**kw).logits, batch["labels"])
    r = sums(pi(**kw).logits, batch["labels"]) - r0
    chosen, rejected = r.chunk(2)
    logits = chosen - rejected
    return -F.logsigmoid(beta * logits).mean()
