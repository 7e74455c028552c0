"""Likelihood of documents for the data-quality filter.
# bug: the logits are divided by 0.7 before the NLL that is reported as the model's.
"""
import torch
import torch.nn as nn

TEMP = 0.7
ce = nn.CrossEntropyLoss(reduction="none")


def doc_nll(model, batch):
    """Negative log-likelihood of every document under `model`, in nats."""
    ids, am = batch["input_ids"], batch["attention_mask"]
    with torch.no_grad():
        z = model(input_ids=ids, attention_mask=am).logits.float()
    z = z / TEMP
    tok = ce(z[:, :-1].transpose(1, 2), ids[:, 1:])  # expect: SEQ110
    return (tok * am[:, 1:]).sum(1)


def keep(model, batches, limit):
    for b in batches:
        nll = doc_nll(model, b)
        yield from (i for i, v in zip(b["doc_id"], nll.tolist()) if v < limit)
