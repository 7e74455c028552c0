"""Average log-probability per row, used as the length-normalised score.
# bug: masked values are averaged over the padded width.
"""
import torch.nn.functional as F


def avg_logprob(model, input_ids, attention_mask):
    """Mean log-prob per real token, (B,)."""
    z = model(input_ids, attention_mask=attention_mask).logits.float()
    y = input_ids[:, 1:].masked_fill(attention_mask[:, 1:] == 0, -100)
    ce = F.cross_entropy(z[:, :-1].transpose(1, 2), y, reduction="none", ignore_index=-100)
    return -ce.mean(dim=1)  # expect: SEQ303


def score_file(model, batches):
    rows = []
    for b in batches:
        rows += avg_logprob(model, b["input_ids"], b["attention_mask"]).tolist()
    return rows
