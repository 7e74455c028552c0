"""Validation hooks that accumulate token sums, so the corpus perplexity is exact."""
import pytorch_lightning as pl
import torch
import torch.nn.functional as F


class Decoder(pl.LightningModule):
    def __init__(self, net, pad_id):
        super().__init__()
        self.net, self.pad_id = net, pad_id
        self.register_buffer("nll", torch.zeros((), dtype=torch.float64))
        self.register_buffer("n", torch.zeros((), dtype=torch.long))

    def validation_step(self, batch, _):
        x, y = batch["src"], batch["next"]
        z = self.net(x)
        self.nll += F.cross_entropy(z.flatten(0, 1), y.flatten(), ignore_index=self.pad_id, reduction="sum").double()
        self.n += (y != self.pad_id).sum()

    def on_validation_epoch_end(self):
        self.log("ppl", torch.exp(self.nll / self.n.clamp(min=1)).float())
        self.nll.zero_()
        self.n.zero_()
