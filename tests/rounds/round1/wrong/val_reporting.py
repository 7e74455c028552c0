"""Validation loop and its logger.

# bug: math.exp of the validation loss raises OverflowError when training diverges; batch means with different token counts are averaged without weights.
"""
import math

import torch


class ValLogger:
    def __init__(self, writer):
        self.writer = writer
        self.nats = 0.0
        self.tokens = 0

    def add(self, summed_nll: float, n_tokens: int):
        self.nats += summed_nll
        self.tokens += n_tokens

    def flush(self, step):
        if not self.tokens:
            return
        loss = self.nats / self.tokens
        self.writer.add_scalar("val/loss", loss, step)
        self.writer.add_scalar("val/perplexity", math.exp(loss), step)  # expect: SEQ609
        self.nats, self.tokens = 0.0, 0


@torch.no_grad()
def validate(model, val_loader, accelerator):
    model.eval()
    losses = []
    for batch in val_loader:
        out = model(**batch)          # labels are -100 on padding
        losses.append(accelerator.gather(out.loss.detach().reshape(1)))
    losses = torch.cat(losses)
    mean_loss = losses.mean()  # expect: SEQ409
    model.train()
    return {"loss": mean_loss.item(), "ppl": torch.exp(mean_loss).item()}  # expect-near: SEQ409
