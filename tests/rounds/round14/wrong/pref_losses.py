"""Preference losses for the alignment trainer: DPO (Rafailov et al.) and the odds-ratio term of ORPO.

# bug: sequence_logps, which DPO needs as a sum over response tokens, returns the mean; the odds use log(1 - exp(x)), which cancels near x = 0.
"""
import torch
import torch.nn.functional as F
from trl.trainer.utils import selective_log_softmax


def response_token_logps(model, ids, attn, resp):
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    return selective_log_softmax(z, ids[:, 1:]), resp[:, 1:].to(z.dtype)


def sequence_logps(model, ids, attn, resp):
    """log pi(y | x) for every row."""
    lp, m = response_token_logps(model, ids, attn, resp)
    return (lp * m).sum(-1) / m.sum(-1).clamp(min=1)  # expect: SEQ401


def dpo(policy, ref, w, l, beta=0.1):
    pw, pl = sequence_logps(policy, *w), sequence_logps(policy, *l)
    with torch.no_grad():
        rw, rl = sequence_logps(ref, *w), sequence_logps(ref, *l)
    margin = (pw - rw) - (pl - rl)  # expect-near: SEQ401
    return -F.logsigmoid(beta * margin).mean()


def odds_ratio(policy, w, l, lam=0.1):
    def avg(batch):
        lp, m = response_token_logps(policy, *batch)
        return (lp * m).sum(-1) / m.sum(-1).clamp(min=1)

    a, b = avg(w), avg(l)
    log_odds = (a - b) - (torch.log(1 - torch.exp(a)) - torch.log(1 - torch.exp(b)))  # expect: SEQ608
    return -lam * F.logsigmoid(log_odds).mean()
