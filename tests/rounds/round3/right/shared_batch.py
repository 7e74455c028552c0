"""Policy and reference read the same batch; nothing in it is changed."""
import torch


def sequence_logps(model, batch):
    labels = batch["labels"][:, 1:]
    wanted = labels != -100
    index = labels.masked_fill(~wanted, 0)
    z = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    lp = z[:, :-1].float().log_softmax(-1).gather(2, index.unsqueeze(2)).squeeze(2)
    return lp.masked_fill(~wanted, 0.0).sum(1)


def completion_mask(attention_mask, n_prompt):
    mask = attention_mask.clone()
    mask[:, :n_prompt] = 0
    return mask


def log_ratio(policy, reference, batch):
    with torch.no_grad():
        ref = sequence_logps(reference, batch)
    return sequence_logps(policy, batch) - ref
