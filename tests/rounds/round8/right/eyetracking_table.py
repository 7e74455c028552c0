"""Per-token surprisal (bits, GPT-2) for the eye-tracking corpus."""
import math

import pandas as pd
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

LN2 = math.log(2.0)
tok = GPT2TokenizerFast.from_pretrained("gpt2-large")
net = GPT2LMHeadModel.from_pretrained("gpt2-large").eval()


def bits(sentence):
    ids = tok(tok.bos_token + sentence, return_tensors="pt").input_ids
    with torch.inference_mode():
        z = net(ids).logits
    logp = torch.log_softmax(z, dim=2)
    nats = -logp[:, :-1].gather(2, ids[:, 1:, None]).squeeze(2)[0]
    return [(tok.decode([t]), v / LN2) for t, v in zip(ids[0, 1:].tolist(), nats.tolist())]


def build(path):
    rows = []
    with open(path, encoding="utf-8") as fh:
        for n, s in enumerate(fh):
            for k, (piece, b) in enumerate(bits(s.strip())):
                rows.append({"item": n, "pos": k, "piece": piece, "surprisal_bits": b})
    return pd.DataFrame(rows)


if __name__ == "__main__":
    build("stimuli.txt").to_csv("surprisal.tsv", sep="\t", index=False)
