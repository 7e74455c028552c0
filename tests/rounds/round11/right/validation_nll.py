"""Mean NLL per completion token for each row of the validation set."""
import torch
import torch.nn.functional as F


def row_nll(model, batch):
    ids = batch["input_ids"]
    out = model(input_ids=ids, attention_mask=batch["attention_mask"])
    ce = F.cross_entropy(out.logits[:, :-1].float().transpose(1, 2), ids[:, 1:], reduction="none")
    w = batch["completion_mask"][:, 1:].type_as(ce)
    return (ce * w).sum(1) / w.sum(1).clamp(min=1.0)


@torch.no_grad()
def run(model, loader):
    model.eval()
    return torch.cat([row_nll(model, b) for b in loader])
