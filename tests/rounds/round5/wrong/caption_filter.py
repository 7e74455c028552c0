"""Keeps the image captions whose text the language model scores highest.

# bug: GPT-2 gets a left-padded batch without position_ids, and the caption's score is the sum of its token probabilities
"""
import numpy as np
import pandas as pd
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


def make():
    tok = GPT2TokenizerFast.from_pretrained("gpt2-medium", padding_side="left")
    tok.pad_token = tok.eos_token
    lm = GPT2LMHeadModel.from_pretrained("gpt2-medium")
    return tok, lm.eval()


def token_probs(tok, lm, captions):
    b = tok(captions, padding=True, return_tensors="pt")
    ids, att = b["input_ids"], b["attention_mask"]
    with torch.no_grad():
        z = lm(ids, attention_mask=att).logits  # expect: SEQ315
    p = z[:, :-1].softmax(-1)
    p = p.gather(-1, ids[:, 1:, None])[..., 0]
    live = (att[:, :-1] * att[:, 1:]).bool()
    return [row[m].numpy() for row, m in zip(p, live)]


def caption_scores(tok, lm, captions):
    return np.array([p.sum() for p in token_probs(tok, lm, captions)])  # expect: SEQ404


def filter_frame(frame: pd.DataFrame, keep=0.5, bs=32):
    tok, lm = make()
    parts = []
    for lo in range(0, len(frame), bs):
        parts.append(caption_scores(tok, lm, frame.caption.iloc[lo:lo + bs].tolist()))
    frame = frame.assign(lm_score=np.concatenate(parts))
    return frame.nlargest(int(len(frame) * keep), "lm_score")
