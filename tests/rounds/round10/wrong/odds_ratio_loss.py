"""Odds-ratio preference loss on top of the SFT loss.

# bug: log(1 - exp(x)) cancels near x = 0, and a row without response tokens is divided by zero.
"""
import torch
import torch.nn.functional as F


def response_mean_logp(logits, labels):
    """Mean log-prob of the response tokens; logits [B, T, V], labels [B, T] with -100."""
    y = labels[:, 1:]
    mask = y != -100
    lsm = F.log_softmax(logits[:, :-1].float(), dim=-1)
    tok = lsm.gather(2, y.masked_fill(~mask, 0).unsqueeze(2)).squeeze(2)
    return (tok * mask).sum(1) / mask.sum(1)  # expect: SEQ611


def log_odds(logp):
    return logp - torch.log(1 - torch.exp(logp))  # expect: SEQ608


def orpo_term(model, chosen, rejected, beta=0.1):
    def run(batch):
        out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
        return response_mean_logp(out.logits, batch["labels"])

    gap = log_odds(run(chosen)) - log_odds(run(rejected))
    return -beta * F.logsigmoid(gap).mean()
