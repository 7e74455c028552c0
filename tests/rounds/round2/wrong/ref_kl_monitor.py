"""Drift monitor: KL(policy || reference) on a fixed probe set.

# bug: the target of KLDivLoss is in log space and log_target is not set
"""
import torch
from torch import nn


class DriftMonitor:
    def __init__(self, reference, probe):
        self.reference = reference
        self.probe = probe                     # one unpadded batch of equal-length prompts
        self.kl = nn.KLDivLoss(reduction="batchmean")  # expect-near: SEQ114
        self.lsm = nn.LogSoftmax(dim=-1)

    @torch.no_grad()
    def measure(self, policy):
        a = self.lsm(policy(self.probe).logits.float()).flatten(0, 1)
        b = self.lsm(self.reference(self.probe).logits.float()).flatten(0, 1)
        return self.kl(b, a).item()  # expect: SEQ114


def on_step_end(monitor, policy, step, log, every=100):
    if step % every == 0:
        log({"kl_to_ref": monitor.measure(policy), "step": step})
