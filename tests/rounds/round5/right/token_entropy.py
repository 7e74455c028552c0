"""Predictive entropy of each position in a text, with the observed token's surprisal next to it (both in bits)."""
import argparse
import math

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.inference_mode()
def profile(lm, tok, text):
    ids = tok(text, return_tensors="pt").input_ids
    z = lm(ids).logits[0, :-1].float()
    log_z = z.logsumexp(-1)
    ent = log_z - (z.softmax(-1) * z).sum(-1)
    sur = log_z - z.gather(-1, ids[0, 1:].unsqueeze(-1)).squeeze(-1)
    bits = math.log(2)
    return [(tok.decode(t), e / bits, s / bits) for t, e, s in zip(ids[0, 1:], ent.tolist(), sur.tolist())]


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("text")
    ap.add_argument("--model", default="gpt2")
    a = ap.parse_args()
    lm = AutoModelForCausalLM.from_pretrained(a.model).eval()
    for piece, e, s in profile(lm, AutoTokenizer.from_pretrained(a.model), a.text):
        print(f"{piece!r:>16} {e:7.2f} {s:7.2f}")
