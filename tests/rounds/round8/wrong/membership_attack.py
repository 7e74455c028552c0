"""Likelihood-based membership inference on batches of e-mails (LOSS attack, per-token mean).

# bug: the masked log-probabilities are averaged over the padded width of the batch
"""
import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name="EleutherAI/pythia-410m"):
    t = AutoTokenizer.from_pretrained(name)
    t.pad_token = t.eos_token
    t.padding_side = "right"
    return t, AutoModelForCausalLM.from_pretrained(name).eval()


@torch.no_grad()
def signal(t, m, mails, bs=16):
    res = []
    for k in range(0, len(mails), bs):
        b = t(mails[k:k + bs], padding=True, truncation=True, max_length=512, return_tensors="pt")
        lp = m(**b).logits[:, :-1].log_softmax(-1)
        lp = lp.gather(-1, b.input_ids[:, 1:, None]).squeeze(-1)
        lp = lp.masked_fill(b.attention_mask[:, 1:] == 0, 0.0)
        res.append(lp.mean(dim=1))  # expect: SEQ303
    return torch.cat(res).numpy()


def attack(members, others):
    t, m = load()
    pos, neg = signal(t, m, members), signal(t, m, others)
    y = np.r_[np.ones(len(pos)), np.zeros(len(neg))]
    return roc_auc_score(y, np.r_[pos, neg])
