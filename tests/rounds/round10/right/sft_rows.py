"""Summed log-prob of the supervised tokens, one per example (labels -100 elsewhere)."""
import torch


@torch.no_grad()
def rows(model, batch):
    model.eval()
    z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    lp = z[:, :-1].float().log_softmax(-1)
    lab = batch["labels"][:, 1:]
    on = lab.ne(-100)
    safe = lab.where(on, torch.zeros_like(lab))
    b, t = lab.shape
    tok = lp[torch.arange(b)[:, None], torch.arange(t)[None, :], safe]
    return (tok * on).sum(dim=1)
