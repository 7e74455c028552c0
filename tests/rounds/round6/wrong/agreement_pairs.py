"""Subject-verb agreement pairs (Linzen / Marvin & Linzen sets), PhD repo, do not clean up before ACL.

# bug: a sentence is scored by the arithmetic mean of its word probabilities
"""
import collections
import pickle

import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

D = "cuda" if torch.cuda.is_available() else "cpu"
TK = AutoTokenizer.from_pretrained("facebook/opt-350m")
LM = AutoModelForCausalLM.from_pretrained("facebook/opt-350m").to(D).eval()
ACC = collections.defaultdict(list)


def p_tokens(s):
    i = TK(s, return_tensors="pt").input_ids.to(D)
    with torch.no_grad():
        q = torch.softmax(LM(i).logits[0, :-1], -1)
    return q[torch.arange(i.shape[1] - 1, device=D), i[0, 1:]].cpu().numpy()


def sent_likelihood(s):
    return np.mean(p_tokens(s))  # expect: SEQ405


def go(path):
    for cond, g, b in pickle.load(open(path, "rb")):
        ACC[cond].append(sent_likelihood(g) > sent_likelihood(b))  # expect-near: SEQ405
    for c in sorted(ACC):
        print(f"{c:30s} {np.mean(ACC[c]):.3f} n={len(ACC[c])}")


if __name__ == "__main__":
    go("agr_pairs.pkl")
