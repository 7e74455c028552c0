"""Token surprisal in bits for an eye-tracking corpus; the first token gets NaN (no BOS for this model)."""
import math

import pandas as pd
import torch
from transformers import AutoTokenizer, GPTNeoForCausalLM

tok = AutoTokenizer.from_pretrained("EleutherAI/gpt-neo-125m")
lm = GPTNeoForCausalLM.from_pretrained("EleutherAI/gpt-neo-125m").eval()


def surprisals(text):
    ids = tok(text, return_tensors="pt").input_ids
    with torch.no_grad():
        dist = lm(ids).logits[0].float().log_softmax(-1)
    row = ids[0].tolist()
    bits = [float("nan")]
    for pos in range(1, len(row)):
        prev = pos - 1
        bits.append(-dist[prev, row[pos]].item() / math.log(2))
    return pd.DataFrame({"token": tok.convert_ids_to_tokens(row), "bits": bits})


def paragraph_table(paragraphs):
    frames = [surprisals(p).assign(paragraph=i) for i, p in enumerate(paragraphs)]
    return pd.concat(frames, ignore_index=True)
