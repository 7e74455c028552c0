"""Preference trainer's log-probs; mask and targets are cut alike, labels are cloned."""
import torch
import torch.nn.functional as F


def response_logps(model, batch):
    z = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1].float()
    y = batch["labels"][:, 1:].clone()
    m = y != -100
    y[~m] = 0
    per_token = z.gather(-1, y.unsqueeze(-1)).squeeze(-1) - z.logsumexp(-1)
    return (per_token * m).sum(-1)


def dpo_loss(policy, ref, win, lose, beta=0.1):
    with torch.no_grad():
        base = response_logps(ref, win) - response_logps(ref, lose)
    logits = response_logps(policy, win) - response_logps(policy, lose) - base
    return -F.logsigmoid(beta * logits).mean()
