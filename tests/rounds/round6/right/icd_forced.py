"""Rank ICD-10 codes by log p(code | note), one forced pass per code."""
import torch


def boundary(enc, n_chars):
    return next(i for i, (_, e) in enumerate(enc["offset_mapping"]) if e > n_chars)


@torch.no_grad()
def code_logprob(model, tok, note, code):
    left = f"{note}\nPrimary ICD-10 code:"
    enc = tok(left + " " + code, return_offsets_mapping=True)
    k = boundary(enc, len(left))
    x = torch.tensor([enc["input_ids"]], device=model.device)
    steps = model(x).logits[0, k - 1 : -1].float().log_softmax(-1)
    return sum(steps[j, t].item() for j, t in enumerate(enc["input_ids"][k:]))


def hit_at(model, tok, data, codes, k=3):
    good = 0
    for note, gold in data:
        ranked = sorted(codes, key=lambda c: code_logprob(model, tok, note, c), reverse=True)
        good += gold in ranked[:k]
    return good / max(len(data), 1)
