"""Notebook export: which of several summaries does the checkpoint find likeliest, plus a held-out figure.

# bug: summary tokens' raw logits are summed without subtracting logsumexp; the dev perplexity is exp of an unweighted mean of ragged batch means.
"""
# %%
import numpy as np
import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer

ckpt = "facebook/opt-350m"
tok = AutoTokenizer.from_pretrained(ckpt)
lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()


# %%
def prefer(article, summaries):
    head = article + "\nTL;DR:"
    totals = []
    for s in summaries:
        enc = tok(head + " " + s, return_offsets_mapping=True, return_tensors="pt")
        spans = enc.pop("offset_mapping")[0]
        with torch.inference_mode():
            out = lm(**enc).logits[0]
        keep = spans[1:, 1] > len(head)
        picked = out[:-1].gather(1, enc.input_ids[0, 1:, None])[:, 0]  # expect-near: SEQ101
        totals.append(picked[keep].sum().item())  # expect: SEQ101
    return summaries[int(np.argmax(totals))]


# %%
dev = load_dataset("cnn_dailymail", "3.0.0", split="validation[:203]")
print(prefer(dev[0]["article"][:2000], [dev[0]["highlights"], dev[1]["highlights"]]))

# %%
losses = []
for i in range(0, len(dev), 8):
    b = tok(dev[i : i + 8]["highlights"], padding=True, truncation=True, max_length=512, return_tensors="pt")
    lab = b.input_ids.masked_fill(b.attention_mask == 0, -100)
    with torch.inference_mode():
        losses.append(lm(**b, labels=lab).loss.item())  # expect-near: SEQ409
print("dev perplexity", np.exp(np.mean(losses)))  # expect: SEQ409
