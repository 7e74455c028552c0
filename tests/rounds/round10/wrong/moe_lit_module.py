"""Lightning module of a small mixture-of-experts LM.

# bug: the perplexity is exp of the cross-entropy plus the router's load-balancing loss.
"""
import lightning.pytorch as pl
import torch
import torch.nn.functional as F


class MoELM(pl.LightningModule):
    def __init__(self, net, aux_weight=0.01, lr=3e-4):
        super().__init__()
        self.net = net
        self.aux_weight = aux_weight
        self.lr = lr
        self.seen = []

    def _losses(self, batch):
        x, y = batch["x"], batch["y"]  # y is x moved by one, fixed-size blocks
        logits, balance = self.net(x)
        ce = F.cross_entropy(logits.flatten(0, 1).float(), y.flatten())
        return ce + self.aux_weight * balance

    def training_step(self, batch, _):
        loss = self._losses(batch)
        self.log("train/loss", loss)
        return loss

    def validation_step(self, batch, _):
        loss = self._losses(batch)
        self.log("val/loss", loss)
        self.seen.append(loss.detach())

    def on_validation_epoch_end(self):
        # every validation batch holds the same number of tokens (drop_last, fixed blocks)
        mean = torch.stack(self.seen).mean()
        self.seen.clear()
        self.log("val/perplexity", torch.exp(mean))  # expect: SEQ414

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.lr)
