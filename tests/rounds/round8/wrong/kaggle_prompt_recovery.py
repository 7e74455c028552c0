"""LB 0.62 notebook -- pick the rewrite instruction that makes the rewritten text most probable

# bug: the picked entries are logits, and their product is taken for the probability of the rewrite
"""
# %%
import numpy as np
import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

MODEL = "/kaggle/input/phi/transformers/2/1"
tok = AutoTokenizer.from_pretrained(MODEL)
net = AutoModelForCausalLM.from_pretrained(MODEL).cuda().eval()

TEMPLATE = "Instruct: {inst}\nText: {src}\nOutput:"


# %%
@torch.no_grad()
def prob_of_rewrite(inst, src, dst):
    head = TEMPLATE.format(inst=inst, src=src)
    enc = tok(head + " " + dst, return_tensors="pt", return_offsets_mapping=True)
    spans = enc.pop("offset_mapping")[0].tolist()
    enc = enc.to("cuda")
    first = next(i for i, (_, end) in enumerate(spans) if end > len(head))
    ids = enc.input_ids[0].tolist()
    out = net(**enc).logits[0].float().cpu().numpy()
    vals = [out[j - 1, ids[j]] for j in range(first, len(ids))]
    return float(np.prod(vals))  # expect: SEQ102


# %%
train = pd.read_csv("train.csv")
cands = [c.strip() for c in open("instructions.txt")]
answers = []
for _, r in train.iterrows():
    ps = [prob_of_rewrite(c, r.original_text, r.rewritten_text) for c in cands]
    answers.append(cands[int(np.argmax(ps))])
train["guess"] = answers
train.to_csv("submission.csv", index=False)
