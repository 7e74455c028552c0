"""Next-token probability of each answer letter, and the mass of all letters together."""
import numpy as np
import torch


def letter_ids(tok, letters="ABCD"):
    out = []
    for l in letters:
        (i,) = tok(" " + l, add_special_tokens=False).input_ids
        out.append(i)
    return out


@torch.inference_mode()
def letter_probabilities(lm, tok, prompt, ids):
    enc = tok(prompt, return_tensors="pt").to(lm.device)
    dist = lm(**enc).logits[0, -1].float().softmax(-1)
    return dist[ids].cpu().numpy()


def report(lm, tok, prompts, gold):
    lm.eval()
    ids = letter_ids(tok)
    table = np.stack([letter_probabilities(lm, tok, p, ids) for p in prompts])
    relative = table / table.sum(axis=1, keepdims=True)
    return {
        "mass": table.sum(axis=1).mean(),
        "accuracy": np.mean(table.argmax(1) == gold),
        "brier_relative": np.mean(((relative - np.eye(4)[gold]) ** 2).sum(1)),
    }
