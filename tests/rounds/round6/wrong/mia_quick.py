"""quick min-k run over the wikimia split, everything global because i only run it once

# bug: the lowest k% are taken over un-normalised scores, the log-partition is never removed
"""
import json
import sys

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from transformers import AutoModelForCausalLM, AutoTokenizer

M = sys.argv[1] if len(sys.argv) > 1 else "EleutherAI/pythia-1.4b"
K = 0.2
tk = AutoTokenizer.from_pretrained(M)
net = AutoModelForCausalLM.from_pretrained(M).cuda().eval()

rows = [json.loads(l) for l in open("wikimia_64.jsonl")]
S, Y = [], []


@torch.no_grad()
def f(t):
    x = tk(t, return_tensors="pt").input_ids.cuda()
    o = net(x).logits[0, :-1].float()
    y = x[0, 1:]
    v = o[torch.arange(y.numel(), device=y.device), y]  # expect-near: SEQ101
    v = v.cpu().numpy()
    n = max(1, int(len(v) * K))
    return np.sort(v)[:n].mean()  # expect: SEQ101


for r in rows:
    S.append(f(r["input"]))
    Y.append(r["label"])

print(M, K, "auc", roc_auc_score(Y, S))
np.save("mink_scores.npy", np.array(S))
