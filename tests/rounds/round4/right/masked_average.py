"""Average log-prob per row: one mask for the sum and for the count."""
import torch
import torch.nn.functional as F


def avg_logprob(model, input_ids, attention_mask):
    z = model(input_ids, attention_mask=attention_mask).logits.float()
    y = input_ids[:, 1:].masked_fill(attention_mask[:, 1:] == 0, -100)
    ce = F.cross_entropy(z[:, :-1].transpose(1, 2), y, reduction="none", ignore_index=-100)
    return -ce.sum(dim=1) / y.ne(-100).sum(dim=1).clamp(min=1)


def selected(values: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
    """Mean over the kept entries only."""
    kept = values[keep]
    return kept.mean() if kept.numel() else values.new_zeros(())
