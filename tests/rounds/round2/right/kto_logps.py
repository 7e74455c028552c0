"""Summed response log-probs for KTO; mask and targets are cut at the same side."""
import torch


def response_logps(model, batch):
    ids, resp = batch["input_ids"], batch["response_mask"]
    z = model(ids, attention_mask=batch["attention_mask"]).logits
    table = z[:, :-1].float().log_softmax(-1)
    tok = torch.gather(table, 2, ids[:, 1:].unsqueeze(2)).squeeze(2)
    return (tok * resp[:, 1:]).sum(-1)


def kto(policy, reference, batch, desirable, kl, beta=0.1):
    with torch.no_grad():
        ref = response_logps(reference, batch)
    logits = response_logps(policy, batch) - ref          # a log-ratio
    good = 1 - torch.sigmoid(beta * (logits - kl))
    bad = 1 - torch.sigmoid(beta * (kl - logits))
    return torch.where(desirable, good, bad).mean()
