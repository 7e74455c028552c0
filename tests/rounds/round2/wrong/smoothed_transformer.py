"""Transformer LM training step with validation perplexity.

# bug: the validation perplexity exponentiates a label-smoothed loss
"""
import torch
from torch import nn


class Stepper:
    def __init__(self, net, smoothing=0.1):
        self.net = net
        self.crit = nn.CrossEntropyLoss(label_smoothing=smoothing, ignore_index=-100)

    def loss(self, batch):
        z = self.net(batch["x"], batch["mask"])
        return self.crit(z.transpose(1, 2), batch["y"])    # y: next tokens, -100 on padding

    @torch.no_grad()
    def val_ppl(self, batch):
        """Perplexity of one (large) validation batch."""
        self.net.eval()
        value = self.loss(batch)
        self.net.train()
        return value.exp().item()  # expect: SEQ414
