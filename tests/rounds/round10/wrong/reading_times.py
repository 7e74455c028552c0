# -*- coding: utf-8 -*-
"""Surprisal predictors for the self-paced reading data.

# bug: the distribution at position t is read at token t itself instead of token t+1.
"""
import numpy as np
import pandas as pd
import torch
from transformers import AutoTokenizer, OPTForCausalLM

LN2 = np.log(2.0)

tokenizer = AutoTokenizer.from_pretrained("facebook/opt-350m", use_fast=True)
lm = OPTForCausalLM.from_pretrained("facebook/opt-350m").eval()


def surprisal_by_word(sentence):
    enc = tokenizer(sentence, return_offsets_mapping=True, return_tensors="pt")
    offs = enc.pop("offset_mapping")[0].tolist()
    with torch.no_grad():
        dist = torch.log_softmax(lm(**enc).logits[0].float(), dim=-1)
    ids = enc["input_ids"][0]
    bits = np.zeros(len(ids))
    for k, w in enumerate(ids.tolist()):
        bits[k] = -dist[k, w].item() / LN2  # expect: SEQ201

    words, start = [], 0
    for w in sentence.split(" "):
        end = start + len(w)
        hit = [k for k, (a, b) in enumerate(offs) if b > start and a < end and b > a]
        words.append((w, sum(bits[k] for k in hit)))
        start = end + 1
    return words


def add_predictors(df):
    out = []
    for sid, grp in df.groupby("sentence_id", sort=False):
        ws = surprisal_by_word(" ".join(grp.sort_values("word_nr").word))
        out += [{"sentence_id": sid, "word_nr": i, "surprisal": s} for i, (_, s) in enumerate(ws, 1)]
    return df.merge(pd.DataFrame(out), on=["sentence_id", "word_nr"], how="left")


if __name__ == "__main__":
    add_predictors(pd.read_csv("spr.csv")).to_csv("spr_surprisal.csv", index=False)
