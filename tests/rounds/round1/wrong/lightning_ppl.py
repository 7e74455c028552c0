"""LightningModule of a small LM.

# bug: the epoch value logged as perplexity is the mean of the steps' perplexities.
"""
import lightning as L
import torch
import torch.nn.functional as F


class LitLM(L.LightningModule):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.step_values = []

    def training_step(self, batch, _):
        x, y = batch
        return F.cross_entropy(self.net(x).flatten(0, 1), y.flatten())

    def validation_step(self, batch, _):
        x, y = batch
        loss = F.cross_entropy(self.net(x).flatten(0, 1), y.flatten())
        self.step_values.append(torch.exp(loss))  # expect-near: SEQ410

    def on_validation_epoch_end(self):
        self.log("val_perplexity", torch.stack(self.step_values).mean(), prog_bar=True)  # expect: SEQ410
        self.step_values.clear()

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=3e-4)
