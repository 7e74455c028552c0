"""Held-out perplexity in the config-driven evaluation harness.

# bug: logits are divided by the sampling temperature before the loss that is reported as the model's perplexity
"""
import torch
import torch.nn as nn
from omegaconf import DictConfig


class HeldOut:
    def __init__(self, cfg: DictConfig, net: nn.Module):
        self.cfg = cfg
        self.net = net.eval()
        self.crit = nn.CrossEntropyLoss(reduction="sum", ignore_index=-100)

    @torch.no_grad()
    def run(self, loader):
        nll = torch.zeros((), dtype=torch.float64)
        count = 0
        for b in loader:
            z = self.net(b["input_ids"], attention_mask=b["attention_mask"]).logits.float()
            z = z / self.cfg.decoding.temperature  # expect-near: SEQ110
            tgt = b["labels"][:, 1:]
            nll += self.crit(z[:, :-1].reshape(-1, z.size(-1)), tgt.reshape(-1)).double()  # expect: SEQ110
            count += int(tgt.ne(-100).sum())
        return {"ppl": torch.exp(nll / max(count, 1)).item(), "tokens": count}  # expect-near: SEQ110
