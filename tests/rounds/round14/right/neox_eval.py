"""Token-weighted held-out loss; the Hugging Face model shifts labels itself."""
import math

import torch


@torch.no_grad()
def heldout_loss(model, loader):
    was_training = model.training
    model.eval()
    nats, n = 0.0, 0
    for batch in loader:
        scored = int((batch["labels"][:, 1:] != -100).sum())
        if scored == 0:
            continue
        out = model(
            input_ids=batch["input_ids"],
            attention_mask=batch["attention_mask"],
            labels=batch["labels"],
        )
        nats += out.loss.item() * scored
        n += scored
    model.train(was_training)
    return nats / n if n else float("nan")


def perplexity(loss):
    return math.exp(loss) if loss < 700 else float("inf")
