"""Reference and policy log-probs from one batch.

# bug: the helper overwrites the caller's labels, so its second call sees another mask
"""
import torch


def label_logps(model, input_ids, attention_mask, labels):
    z = model(input_ids=input_ids, attention_mask=attention_mask).logits[:, :-1].float()
    labels = labels[:, 1:]
    keep = labels != -100
    labels[labels == -100] = 0  # expect: SEQ308
    lp = torch.gather(z.log_softmax(dim=-1), dim=2, index=labels[:, :, None])[:, :, 0]
    return (lp * keep).sum(dim=1)


def log_ratio(policy, reference, batch):
    new = label_logps(policy, **batch)
    with torch.no_grad():
        old = label_logps(reference, **batch)
    return new - old
