"""Batched sequence log-probabilities.

# bug: the gather runs along dim 1, the time axis of (batch, time, vocab)
"""
from typing import Sequence

import torch
from torch.nn.utils.rnn import pad_sequence


def batched_logprobs(model, seqs: Sequence[torch.Tensor]) -> list:
    lens = torch.tensor([len(s) for s in seqs])
    ids = pad_sequence(list(seqs), batch_first=True)
    attn = (torch.arange(ids.shape[1]) < lens[:, None]).long()
    with torch.no_grad():
        z = model(ids, attention_mask=attn).logits
    lp = torch.log_softmax(z[:, :-1], dim=2)
    sel = torch.gather(lp, 1, ids[:, 1:, None])[..., 0]  # expect: SEQ205
    return (sel * attn[:, 1:]).sum(1).tolist()
