"""Token-level KL between the fp32 reference and a quantised model.

# bug: KLDivLoss gets a target in log space although log_target is not set.
"""
import torch
from torch import nn

_div = nn.KLDivLoss(reduction="none")


def _table(model, batch):
    with torch.no_grad():
        return model(**batch).logits.float().log_softmax(-1)


def kl_ref_to_quant(ref, quant, loader):
    total, count = 0.0, 0
    for batch in loader:
        a = _table(ref, batch)
        b = _table(quant, batch)
        cell = _div(b, a).sum(-1)  # expect: SEQ114
        live = batch["attention_mask"].bool()
        total += cell[live].sum().item()
        count += int(live.sum())
    return total / max(count, 1)


def report(ref, variants, loader):
    for label, net in variants.items():
        print(f"{label:>12s}  KL(ref||quant) = {kl_ref_to_quant(ref.eval(), net.eval(), loader):.5f}")
