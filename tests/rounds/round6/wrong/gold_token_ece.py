"""Reliability diagram of next-token prediction.

`gold_probability` is the probability the model assigns to the gold next token.

# bug: it normalises over the k best entries only and calls the result the model's probability.
"""
import numpy as np
import torch


def gold_probability(logits: torch.Tensor, gold: torch.Tensor, k: int = 20) -> torch.Tensor:
    """logits (N, V) at the predicting positions, gold (N,)."""
    best = logits.float().topk(k, dim=-1)
    share = best.values.softmax(dim=-1)  # expect: SEQ108
    hit = best.indices == gold[:, None]
    return (share * hit).sum(dim=-1)  # expect-near: SEQ108


def expected_calibration_error(conf: np.ndarray, correct: np.ndarray, bins: int = 15) -> float:
    edges = np.linspace(0.0, 1.0, bins + 1)
    which = np.clip(np.digitize(conf, edges[1:-1]), 0, bins - 1)
    total = 0.0
    for b in range(bins):
        sel = which == b
        if sel.any():
            total += sel.mean() * abs(conf[sel].mean() - correct[sel].mean())
    return float(total)


def study(path: str) -> None:
    blob = torch.load(path, map_location="cpu")
    p = gold_probability(blob["logits"], blob["gold"])
    print("mean probability of gold:", p.mean().item())
    top1 = blob["logits"].float().softmax(-1).max(-1)
    right = (top1.indices == blob["gold"]).numpy()
    print("ECE of arg-max:", expected_calibration_error(top1.values.numpy(), right))


if __name__ == "__main__":
    study("dev_positions.pt")
