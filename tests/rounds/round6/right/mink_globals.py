"""min-k% / min-k runs for the appendix table; all in one go, no functions worth naming"""
import json
import sys

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from transformers import AutoModelForCausalLM, AutoTokenizer

W = sys.argv[1] if len(sys.argv) > 1 else "EleutherAI/pythia-2.8b"
TK = AutoTokenizer.from_pretrained(W)
LM = AutoModelForCausalLM.from_pretrained(W).cuda().eval()
KS = (0.05, 0.1, 0.2, 0.4, 1.0)
R = {k: [] for k in KS}
lab = []


@torch.no_grad()
def tl(s):
    x = TK(s, return_tensors="pt").input_ids.cuda()
    o = LM(x).logits[0, :-1].float()
    y = x[0, 1:]
    v = o[torch.arange(y.numel(), device=y.device), y] - o.logsumexp(-1)
    return np.sort(v.cpu().numpy())


for r in map(json.loads, open("wikimia_128.jsonl")):
    a = tl(r["input"])
    for k in KS:
        R[k].append(a[: max(1, int(k * len(a)))].mean())
    lab.append(r["label"])

for k in KS:
    print(k, round(roc_auc_score(lab, R[k]), 3))
