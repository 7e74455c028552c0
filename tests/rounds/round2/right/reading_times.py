"""Surprisal in bits per piece; the first piece is conditioned on the end-of-text marker."""
import math

import pandas as pd
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2")
net = GPT2LMHeadModel.from_pretrained("gpt2").eval()


@torch.no_grad()
def surprisal(sentence):
    ids = tok(tok.bos_token + sentence, return_tensors="pt").input_ids
    nll = torch.log_softmax(net(ids).logits.float(), dim=-1)       # a table of log-probs
    picked = -nll[0, :-1].gather(1, ids[0, 1:, None]).squeeze(1)
    return ids[0, 1:].tolist(), (picked / math.log(2)).tolist()


rows = []
for item, sentence in enumerate(pd.read_csv("stimuli.csv")["sentence"]):
    rows += [{"item": item, "piece": tok.decode([t]), "bits": b} for t, b in zip(*surprisal(sentence))]
pd.DataFrame(rows).to_csv("surprisal.csv", index=False)
