"""Word surprisal for the self-paced reading study (items are one sentence each).

# bug: log_softmax runs over dim 1, the time axis of the (batch, time, vocabulary) logits.
"""
import math

import pandas as pd
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tokenizer = GPT2TokenizerFast.from_pretrained("gpt2-medium")
gpt2 = GPT2LMHeadModel.from_pretrained("gpt2-medium")
gpt2.eval()


def surprisals(sentence):
    enc = tokenizer(tokenizer.bos_token + sentence, return_tensors="pt")
    ids = enc.input_ids
    with torch.no_grad():
        z = gpt2(ids).logits
    dist = torch.log_softmax(z, dim=1)  # expect: SEQ104
    s = -dist[:, :-1].gather(2, ids[:, 1:].unsqueeze(2)).squeeze(2)[0]
    return tokenizer.convert_ids_to_tokens(ids[0, 1:]), (s / math.log(2)).tolist()


records = []
stimuli = pd.read_csv("stimuli.csv")
for item in stimuli.itertuples():
    toks, bits = surprisals(item.sentence)
    for pos, (t, b) in enumerate(zip(toks, bits)):
        records.append({"item": item.Index, "pos": pos, "token": t, "surprisal": b})

pd.DataFrame(records).to_csv("surprisal.csv", index=False)
