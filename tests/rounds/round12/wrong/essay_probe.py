"""Min-k% style probe on student essays: average log-prob of the k% least likely tokens.

# bug: log_softmax normalises over the time axis of (1, T, V) logits.
"""
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name):
    return AutoTokenizer.from_pretrained(name), AutoModelForCausalLM.from_pretrained(name).eval()


@torch.inference_mode()
def token_lps(tk, lm, essay, limit=1024):
    ids = tk(essay, return_tensors="pt", truncation=True, max_length=limit).input_ids
    z = lm(ids).logits.float()
    lp = F.log_softmax(z[:, :-1, :], dim=1)  # expect: SEQ104
    return lp.gather(2, ids[:, 1:, None]).flatten()


def min_k(vals, frac=0.2):
    n = max(1, int(frac * vals.numel()))
    return vals.sort().values[:n].mean().item()


def probe(tk, lm, essays, frac=0.2):
    return [min_k(token_lps(tk, lm, e), frac) for e in essays if len(e.split()) > 20]
