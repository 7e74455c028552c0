"""Lightning module of the small decoder.

# bug: the validation perplexity averages the per-batch mean losses although batches differ in their number of real tokens
"""
import pytorch_lightning as pl
import torch
import torch.nn.functional as F


class DecoderModule(pl.LightningModule):
    def __init__(self, net, pad_id, lr=3e-4):
        super().__init__()
        self.net, self.pad_id, self.lr = net, pad_id, lr
        self.val_losses = []

    def _loss(self, batch):
        x, y = batch["src"], batch["next"]
        z = self.net(x)
        return F.cross_entropy(z.reshape(-1, z.size(-1)), y.reshape(-1), ignore_index=self.pad_id)

    def training_step(self, batch, _):
        return self._loss(batch)

    def validation_step(self, batch, _):
        self.val_losses.append(self._loss(batch).detach())

    def on_validation_epoch_end(self):
        mean_nll = torch.stack(self.val_losses).mean()  # expect: SEQ409
        self.log("corpus_ppl", torch.exp(mean_nll))  # expect-near: SEQ409
        self.val_losses.clear()

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.lr)
