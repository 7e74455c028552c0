"""Stores log p(response | prompt) of the frozen anchor model in a memmap."""
import sys

import numpy as np
import torch
from scipy.special import log_softmax
from transformers import AutoModelForCausalLM


def response_logp(net, prompt_ids, response_ids):
    ids = np.concatenate([prompt_ids, response_ids])
    y = np.concatenate([np.full(len(prompt_ids), -100), response_ids])[1:]
    with torch.no_grad():
        z = net(torch.from_numpy(ids)[None]).logits[0, :-1].double().numpy()
    keep = np.flatnonzero(y != -100)
    return log_softmax(z[keep], axis=1)[np.arange(keep.size), y[keep]].sum()


def fill(net, rows, path):
    store = np.memmap(path, dtype=np.float64, mode="w+", shape=(len(rows),))
    for i, r in enumerate(rows):
        store[i] = response_logp(net, np.asarray(r["prompt_ids"]), np.asarray(r["response_ids"]))
    store.flush()


if __name__ == "__main__":
    model = AutoModelForCausalLM.from_pretrained(sys.argv[1], torch_dtype=torch.float32).eval()
    fill(model, torch.load(sys.argv[2], weights_only=True), sys.argv[3])
