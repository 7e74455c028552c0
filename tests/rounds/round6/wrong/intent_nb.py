# %% [markdown]
# Intent detection by scoring long natural-language label descriptions
"""Notebook.

# bug: the running average over paraphrases is divided in every round, and the posterior over
intents exponentiates whole-description log-likelihoods directly
"""
# %%
import json

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tk = AutoTokenizer.from_pretrained("bigscience/bloom-560m")
lm = AutoModelForCausalLM.from_pretrained("bigscience/bloom-560m").eval()
intents = json.load(open("intents.json"))  # name -> list of paraphrased descriptions


# %%
def desc_ll(utt, desc):
    head = f"User: {utt}\nIntent:"
    e = tk(head + " " + desc, return_offsets_mapping=True, return_tensors="pt")
    beyond = e["offset_mapping"][0, 1:, 1] > len(head)
    with torch.no_grad():
        g = lm(e["input_ids"]).logits[0, :-1].log_softmax(-1)
    tl = g.gather(1, e["input_ids"][0, 1:, None]).squeeze(1)
    return tl[beyond].sum().item()


def intent_ll(utt, paras):
    """Average log-likelihood over the paraphrases."""
    avg = 0.0
    for d in paras:
        avg += desc_ll(utt, d)
        avg /= len(paras)  # expect: SEQ417
    return avg


# %%
def posterior(utt):
    names = list(intents)
    ll = np.array([intent_ll(utt, intents[n]) for n in names])
    w = np.exp(ll)  # expect: SEQ605
    return dict(zip(names, w / w.sum()))  # expect-near: SEQ605


posterior("my card was swallowed by the machine")
