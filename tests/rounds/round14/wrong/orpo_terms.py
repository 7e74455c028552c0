"""Terms of the ORPO objective, one example at a time (tiny batches on a laptop).

# bug: labels that are -100 index the log-prob table and read a real vocabulary entry; log(1 - exp(logp)) cancels when logp is near 0.
"""
import torch
import torch.nn.functional as F


def mean_response_logp(logits, labels):
    """logits (T, V), labels (T,) with -100 on the prompt: mean log-prob of the response tokens."""
    lp = F.log_softmax(logits[:-1].float(), dim=-1)
    y = labels[1:]
    n = (y != -100).sum().clamp(min=1)
    picked = lp[torch.arange(y.numel(), device=y.device), y]  # expect: SEQ210
    return picked.sum() / n  # expect-near: SEQ210


def log_odds(avg_logp):
    return avg_logp - torch.log(1 - torch.exp(avg_logp))  # expect: SEQ608


def orpo_loss(model, chosen, rejected, lam=0.1):
    out_c = model(input_ids=chosen["input_ids"], attention_mask=chosen["attention_mask"])
    out_r = model(input_ids=rejected["input_ids"], attention_mask=rejected["attention_mask"])
    c = mean_response_logp(out_c.logits[0], chosen["labels"][0])
    r = mean_response_logp(out_r.logits[0], rejected["labels"][0])
    ratio = F.logsigmoid(log_odds(c) - log_odds(r))
    return -c - lam * ratio
