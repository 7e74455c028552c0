"""Log-probabilities from a batch that several models share.

# bug: the caller's labels lose their -100 entries, so the second model sees no mask
"""
import torch


def sequence_logps(model, batch):
    labels = batch["labels"]
    wanted = labels != -100
    labels[~wanted] = 0  # expect: SEQ308
    logits = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    lp = logits[:, :-1].float().log_softmax(-1)
    got = lp.gather(2, labels[:, 1:].unsqueeze(2)).squeeze(2)
    return (got * wanted[:, 1:]).sum(1)


def log_ratio(policy, reference, batch):
    with torch.no_grad():
        ref = sequence_logps(reference, batch)
    return sequence_logps(policy, batch) - ref
