"""Helpers shared by the trainers of the nucleotide language model (12 symbols, windows of 2048).

# bug: the token ids index the time axis of (batch, time, vocabulary) log-probabilities
"""
import torch
import torch.nn.functional as F


def masked_sum(x, mask):
    return x.masked_fill(~mask, 0.0).sum(dim=-1)


def pick(lp, ids):
    """lp (B, T, V), ids (B, T) -> (B, T)."""
    return torch.gather(lp, 1, ids.unsqueeze(1)).squeeze(1)  # expect: SEQ205


def response_logps(model, ids, attn, response):
    out = model(input_ids=ids, attention_mask=attn)
    lp = F.log_softmax(out.logits[:, :-1].float(), dim=-1)
    tok = pick(lp, ids[:, 1:])  # expect-near: SEQ205
    return masked_sum(tok, response[:, 1:].bool())
