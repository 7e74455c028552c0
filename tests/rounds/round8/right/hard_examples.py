"""Curriculum: the examples with the largest loss go to the annotators first."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def example_losses(model, loader):
    model.eval()
    out = []
    for b in loader:
        z = model(input_ids=b["input_ids"], attention_mask=b["attention_mask"]).logits[:, :-1]
        y = b["labels"][:, 1:]
        per_tok = F.cross_entropy(z.transpose(1, 2), y, ignore_index=-100, reduction="none")
        out.append(per_tok.sum(1) / (y != -100).sum(1).clamp(min=1))
    return torch.cat(out)


def hardest(model, loader, k=100):
    losses = example_losses(model, loader)
    worst = int(losses.argmax())
    return worst, losses.topk(min(k, losses.numel())).indices.tolist()
