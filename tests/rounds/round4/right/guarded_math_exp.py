"""Perplexity in a training log, guarded against overflow; other uses of math.exp."""
import math


def perplexity(mean_nll: float) -> float:
    try:
        return math.exp(mean_nll)
    except OverflowError:
        return math.inf


def log_line(step, mean_nll):
    ppl = math.exp(mean_nll) if mean_nll < 300 else float("inf")
    return f"step {step} nll {mean_nll:.4f} ppl {ppl:.2f}"


def cosine_decay(step, total):
    return 0.5 * (1 + math.cos(math.pi * step / total))


def arrhenius(a, ea, t):
    return a * math.exp(-ea / (8.314 * t))
