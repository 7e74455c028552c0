"""Target-minus-reference membership score over one shared batch."""
import torch


def reply_lp(model, batch, ignore=-100):
    y = batch["labels"][:, 1:].clone()
    m = y != ignore
    y[~m] = 0
    with torch.no_grad():
        z = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    lp = z[:, :-1].float().log_softmax(-1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
    return lp.masked_fill(~m, 0.0).sum(-1)


def run(target, reference, loader):
    for model in (target, reference):
        model.eval()
    return torch.cat([(reply_lp(target, b) - reply_lp(reference, b)).cpu() for b in loader])
