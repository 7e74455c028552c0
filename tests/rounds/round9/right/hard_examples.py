"""Pick the examples that the model finds hardest, for the error-analysis sheet."""
import csv

import torch
import torch.nn.functional as F


@torch.no_grad()
def losses(model, loader):
    """Mean NLL per answer token of each example (labels are -100 outside the answer)."""
    model.eval()
    rows = []
    for b in loader:
        z = model(input_ids=b["input_ids"], attention_mask=b["attention_mask"]).logits[:, :-1]
        y = b["labels"][:, 1:]
        per = F.cross_entropy(z.float().transpose(1, 2), y, reduction="none")
        n = y.ne(-100).sum(1).clamp(min=1)
        rows.append(per.sum(1) / n)
    return torch.cat(rows)


def main(model, loader, texts, path="hardest.csv", k=50):
    values = losses(model, loader)
    worst = values.argmax().item()
    print(f"hardest example: #{worst}, {values[worst]:.2f} nats/token")
    top = values.topk(min(k, len(values)))
    with open(path, "w", newline="") as fh:
        w = csv.writer(fh)
        w.writerow(["index", "nll_per_token", "text"])
        for v, i in zip(top.values.tolist(), top.indices.tolist()):
            w.writerow([i, f"{v:.3f}", texts[i]])
