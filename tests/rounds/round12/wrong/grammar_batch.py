"""Acceptability (CoLA) by sentence log-probability, batched; AUROC against the human label.

# bug: padding tokens are scored like real ones, so short sentences get lower sums in a long batch.
"""
import torch
from sklearn.metrics import roc_auc_score
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM, AutoTokenizer


def collate(tk):
    def fn(rows):
        enc = tk([tk.bos_token + r["sentence"] for r in rows], padding=True, return_tensors="pt")
        return enc, [r["label"] for r in rows]

    return fn


def sentence_logps(lm, enc):
    z = lm(**enc).logits[:, :-1].float()
    nxt = enc["input_ids"][:, 1:]
    ce = torch.nn.functional.cross_entropy(z.transpose(1, 2), nxt, reduction="none")
    return -ce.sum(dim=1)  # expect: SEQ302


@torch.inference_mode()
def auroc(name, rows, bs=32):
    tk = AutoTokenizer.from_pretrained(name, padding_side="right")
    tk.pad_token = tk.eos_token
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    score, gold = [], []
    for enc, lab in DataLoader(rows, batch_size=bs, collate_fn=collate(tk)):
        score += sentence_logps(lm, enc).tolist()
        gold += lab
    return roc_auc_score(gold, score)
