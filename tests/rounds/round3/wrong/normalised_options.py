"""Option probabilities per token.

# bug: summed log-probs are exponentiated and then divided by the number of tokens
"""
import torch


def option_scores(token_logprobs, mask):
    """token_logprobs, mask: (options, time)."""
    total = token_logprobs.masked_fill(mask == 0, 0.0).sum(-1)
    n_tok = mask.sum(-1).clamp_min(1)
    return total.exp() / n_tok  # expect: SEQ406


def predict(token_logprobs, mask):
    return torch.argmax(option_scores(token_logprobs, mask)).item()
