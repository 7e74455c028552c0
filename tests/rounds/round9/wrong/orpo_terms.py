"""ORPO odds-ratio term (length-averaged log-probs, as in the paper).

# bug: log(1 - exp(x)) loses all digits for x near 0; and a row without response tokens divides by zero
"""
import torch
import torch.nn.functional as F


def avg_logp(logits, ids, resp):
    """(1/|y|) log P(y|x) for each row; resp marks response tokens in `ids`."""
    z = logits[:, :-1].float()
    m = resp[:, 1:].to(z.dtype)
    lp = -F.cross_entropy(z.mT, ids[:, 1:], reduction="none")
    return (lp * m).sum(1) / m.sum(1)  # expect: SEQ611


def log_odds(a):
    return a - torch.log(1 - a.exp())  # expect: SEQ608


def odds_ratio_term(model, win, lose, lam=0.1):
    zw = model(input_ids=win["ids"], attention_mask=win["attn"]).logits
    zl = model(input_ids=lose["ids"], attention_mask=lose["attn"]).logits
    w = avg_logp(zw, win["ids"], win["resp"])
    r = avg_logp(zl, lose["ids"], lose["resp"])
    ratio = F.logsigmoid(log_odds(w) - log_odds(r))
    return -lam * ratio.mean(), {"margin": (w - r).mean().item()}
