"""Precompute the reference model's log-likelihood of each response and cache it as .npy.

# bug: labels still hold -100 at the prompt positions when they index the log-prob table, and those entries are summed too
"""
import argparse
import pathlib

import numpy as np
import torch
from datasets import load_from_disk
from scipy.special import log_softmax
from transformers import AutoModelForCausalLM


@torch.inference_mode()
def logits_of(net, ids):
    x = torch.tensor([ids], device=net.device)
    return net(x).logits[0].float().cpu().numpy()


def build_labels(row):
    n = len(row["prompt_ids"])
    return np.array([-100] * n + list(row["response_ids"]))


def response_ll(net, row):
    ids = list(row["prompt_ids"]) + list(row["response_ids"])
    table = log_softmax(logits_of(net, ids)[:-1], axis=-1)
    y = build_labels(row)[1:]
    picked = table[np.arange(y.shape[0]), y]  # expect: SEQ210
    return picked.sum()  # expect-near: SEQ210


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--model", default="meta-llama/Llama-3.2-1B")
    ap.add_argument("--out", type=pathlib.Path, default=pathlib.Path("ref.npy"))
    a = ap.parse_args()
    net = AutoModelForCausalLM.from_pretrained(a.model, torch_dtype=torch.float32).eval().to("cuda")
    ds = load_from_disk(str(a.data))
    np.save(a.out, np.array([response_ll(net, r) for r in ds], dtype=np.float64))
