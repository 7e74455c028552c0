# %% [markdown]
"""Notebook: validation loss and a per-token report for our fine-tuned GPT-2.

# bug: the labels are shifted before they are handed to a model that shifts them again.
# bug: a constant is added to the token probability inside the log.
"""
# %%
import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

run = "runs/gpt2-recipes/checkpoint-4000"
tk = AutoTokenizer.from_pretrained(run)
gpt = AutoModelForCausalLM.from_pretrained(run)
gpt.eval()
blocks = torch.load("data/val_blocks.pt")  # (N, 512) int64, packed, no padding

# %%
tot = 0.0
with torch.no_grad():
    for blk in blocks.split(8):
        x = blk[:, :-1]
        y = blk[:, 1:].contiguous()  # expect-near: SEQ202
        tot += gpt(input_ids=x, labels=y).loss.item() * len(blk)  # expect: SEQ202
print("val loss", tot / len(blocks))

# %%
def report(text):
    ids = tk(text, return_tensors="pt").input_ids
    with torch.no_grad():
        probs = torch.softmax(gpt(ids).logits[0, :-1], -1).double().numpy()
    nxt = ids[0, 1:].numpy()
    p = probs[np.arange(len(nxt)), nxt]
    s = -np.log(p + 1e-6)  # expect: SEQ604
    return [(tk.decode([t]), float(v)) for t, v in zip(nxt, s)]


# %%
for piece, v in report("Preheat the oven to 180 degrees and butter a tin."):
    print(f"{piece!r:>14} {v:6.2f}")
