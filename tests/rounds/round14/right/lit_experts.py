"""Lightning module for a sparse-expert LM whose vocabulary reserves id 0 for padding."""
import lightning as pl
import torch
from torch import nn
from torchmetrics.text import Perplexity


class SparseLM(pl.LightningModule):
    def __init__(self, net, lr=3e-4, router_coef=0.02):
        super().__init__()
        self.net, self.lr, self.router_coef = net, lr, router_coef
        self.ce = nn.CrossEntropyLoss(ignore_index=0, label_smoothing=0.1)
        self.plain_ce = nn.CrossEntropyLoss(ignore_index=0)
        self.ppl = Perplexity(ignore_index=0)

    def training_step(self, batch, _):
        inp, tgt = batch[:, :-1], batch[:, 1:]
        z, router = self.net(inp)
        flat, y = z.flatten(0, 1), tgt.flatten()
        loss = self.ce(flat, y) + self.router_coef * router
        with torch.no_grad():
            nll = self.plain_ce(flat, y)
        self.log_dict({"train_loss": loss, "train_ppl": nll.exp()})
        return loss

    def validation_step(self, batch, _):
        z, _router = self.net(batch[:, :-1])
        self.ppl.update(z, batch[:, 1:])
        self.log("val_ppl", self.ppl, on_epoch=True)

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.lr)
