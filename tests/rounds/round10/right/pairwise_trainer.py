"""DPO step; policy and reference read the same batch dictionary."""
import torch
import torch.nn.functional as F


def logps(model, ids, attn, labels):
    """Summed log-prob of the labelled tokens of each row."""
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    tgt = labels[:, 1:].clone()
    use = tgt != -100
    tgt[~use] = 0
    per_tok = z.log_softmax(-1).gather(2, tgt.unsqueeze(2)).squeeze(2)
    return (per_tok * use).sum(-1)


def step(policy, ref, batch, beta):
    out = {}
    for side in ("chosen", "rejected"):
        args = [batch[f"{side}_{k}"] for k in ("ids", "attn", "labels")]
        with torch.no_grad():
            r = logps(ref, *args)
        out[side] = logps(policy, *args) - r
    logits = out["chosen"] - out["rejected"]
    return -F.logsigmoid(beta * logits).mean()
