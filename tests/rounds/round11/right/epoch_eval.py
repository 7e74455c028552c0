"""Token-weighted evaluation."""
import math

import torch


@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    nll = torch.zeros((), dtype=torch.float64)
    n = 0
    for batch in loader:
        k = int((batch["labels"][:, 1:] != -100).sum())
        if k == 0:
            continue
        nll += model(**batch).loss.double().cpu() * k
        n += k
    mean = nll.item() / max(n, 1)
    try:
        ppl = math.exp(mean)
    except OverflowError:
        ppl = float("inf")
    return {"loss": mean, "ppl": ppl}
