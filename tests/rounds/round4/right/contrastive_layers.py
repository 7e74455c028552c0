"""DoLa-like contrast of two layers: a difference of log-softmaxes, normalised again."""
import torch


def contrast(final_logits, early_logits, alpha=0.1):
    a = final_logits.float().log_softmax(-1)
    b = early_logits.float().log_softmax(-1)
    keep = a >= a.max(-1, keepdim=True).values + torch.log(torch.tensor(alpha))
    return (a - b).masked_fill(~keep, -1e4)


def answer_score(final_logits, early_logits, answer):
    """Aligned (T, V) logits for the T answer tokens."""
    diff_logits = contrast(final_logits, early_logits).log_softmax(-1)
    return diff_logits[range(diff_logits.shape[0]), answer].sum()
