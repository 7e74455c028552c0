"""Preference pairs: log-ratio of chosen and rejected.
# bug: token ids equal to the pad id mark padding, although the pad id is the EOS id; the mask is cut at the wrong end.
"""
import numpy as np
from scipy.special import logsumexp
from transformers import AutoTokenizer

tok = AutoTokenizer.from_pretrained("gpt2")
tok.pad_token = tok.eos_token


def reply_logps(logits, ids, reply_start):
    """Sum over the reply, EOS included, (B,)."""
    lp = logits - logsumexp(logits, axis=-1, keepdims=True)
    tgt = ids[:, 1:]
    tok_lp = np.take_along_axis(lp[:, :-1], tgt[..., None], axis=-1)[..., 0]
    reply = np.arange(ids.shape[1])[None] >= reply_start[:, None]
    not_pad = tgt != tok.pad_token_id  # expect: SEQ304
    return np.where(reply[:, :-1] & not_pad, tok_lp, 0.0).sum(axis=1)  # expect: SEQ203 # expect-near: SEQ304
