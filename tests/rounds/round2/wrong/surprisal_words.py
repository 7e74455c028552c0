"""Word surprisal for the reading-time study (GPT-2, one sentence per row).

# bug: position t is paired with token t instead of token t + 1
"""
import numpy as np
import pandas as pd
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2")
net = GPT2LMHeadModel.from_pretrained("gpt2")
net.eval()


@torch.no_grad()
def surprisal(sentence):
    enc = tok(sentence, return_tensors="pt", return_offsets_mapping=True)
    offsets = enc.pop("offset_mapping")[0].tolist()
    out = net(**enc).logits
    lp = torch.log_softmax(out.float(), dim=-1)
    ids = enc["input_ids"]
    s = -lp.gather(2, ids.unsqueeze(2)).squeeze(2)[0]  # expect: SEQ201
    return offsets, s.numpy() / np.log(2)


rows = []
for k, sentence in enumerate(pd.read_csv("stimuli.csv")["sentence"]):
    for (a, b), bits in zip(*surprisal(sentence)):
        rows.append({"item": k, "piece": sentence[a:b], "surprisal": float(bits)})
pd.DataFrame(rows).to_csv("surprisal.csv", index=False)
