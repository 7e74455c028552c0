"""Lightning module for a small mixture-of-experts LM.

# bug: torchmetrics' Perplexity receives softmax probabilities; train_ppl is exp of cross-entropy plus the router's auxiliary loss.
"""
import lightning as L
import torch
import torch.nn.functional as F
from torchmetrics.text import Perplexity


class MoELit(L.LightningModule):
    def __init__(self, net, lr=3e-4, aux_weight=0.02, pad_id=0):
        super().__init__()
        self.net = net
        self.lr, self.aux_weight, self.pad_id = lr, aux_weight, pad_id
        self.val_ppl = Perplexity(ignore_index=pad_id)

    def _split(self, batch):
        return batch["tokens"][:, :-1], batch["tokens"][:, 1:]

    def training_step(self, batch, _):
        x, y = self._split(batch)
        z, router_loss = self.net(x)
        ce = F.cross_entropy(z.transpose(1, 2), y, ignore_index=self.pad_id)
        total = ce + self.aux_weight * router_loss
        self.log("train_loss", total)
        self.log("train_ppl", torch.exp(total.detach()))  # expect: SEQ414
        return total

    def validation_step(self, batch, _):
        x, y = self._split(batch)
        z, _aux = self.net(x)
        dist = z.softmax(dim=-1)  # expect-near: SEQ106
        self.val_ppl.update(dist, y)  # expect: SEQ106
        self.log("val_ppl", self.val_ppl, on_epoch=True)

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.lr)
