"""Log-ratio of two checkpoints on the same labelled batches.

# bug: the ignored labels of the caller's batch are overwritten, so the second checkpoint is scored with another mask
"""
import torch
import torch.nn.functional as F


def label_logprob(model, input_ids, attention_mask, labels):
    """sum of log p over the labelled tokens of each row"""
    with torch.no_grad():
        logits = model(input_ids, attention_mask=attention_mask).logits[:, :-1, :]
    y = labels[:, 1:]
    keep = y != -100
    y[~keep] = 0  # expect: SEQ308
    lp = F.log_softmax(logits, dim=-1)
    lp = torch.gather(lp, dim=-1, index=y.unsqueeze(-1)).squeeze(-1)
    return torch.where(keep, lp, torch.zeros_like(lp)).sum(dim=-1)


def log_ratio(model_a, model_b, loader):
    model_a.eval()
    model_b.eval()
    out = []
    for batch in loader:
        a = label_logprob(model_a, batch["input_ids"], batch["attention_mask"], batch["labels"])
        b = label_logprob(model_b, batch["input_ids"], batch["attention_mask"], batch["labels"])
        out.append(a - b)
    return torch.cat(out)
