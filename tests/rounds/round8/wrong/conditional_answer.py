"""log p(answer | question) for the calibration table.

``q`` and ``a`` are id tensors cut from one joint encoding by the preprocessing job.

# bug: the question's tokens are part of the sum that is returned as the answer's conditional log-probability.
"""
import torch
from torch import Tensor


@torch.inference_mode()
def log_p_answer(lm, q: Tensor, a: Tensor) -> float:
    """Total conditional log-probability of ``a`` after ``q`` (both 1-D)."""
    row = torch.cat([q, a]).unsqueeze(0)
    z = lm(row).logits[0, :-1].float()
    y = row[0, 1:]
    lp = z.gather(1, y.unsqueeze(1)).squeeze(1) - z.logsumexp(dim=1)  # expect-near: SEQ301
    return lp.sum().item()  # expect: SEQ301


def fill_table(lm, items):
    lm.eval()
    for it in items:
        it["log_p"] = log_p_answer(lm, it["q"].to(lm.device), it["a"].to(lm.device))
        it["n_answer"] = int(it["a"].numel())
    return items
