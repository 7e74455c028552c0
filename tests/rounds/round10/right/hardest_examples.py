"""Hard-example mining: indices of the examples that the model finds hardest (largest loss)."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def hardest(model, batch, k=16):
    model.eval()
    z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    y = batch["labels"][:, 1:]
    loss = F.cross_entropy(z[:, :-1].float().transpose(1, 2), y, reduction="none")
    n = (y != -100).sum(1).clamp(min=1)
    per_row = loss.sum(1) / n
    return per_row.topk(min(k, len(per_row))).indices, per_row.argmax()
