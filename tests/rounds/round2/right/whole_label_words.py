"""Verbalizer with all pieces of every label word; one joint sequence per word, teacher-forced."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def word_logprobs(lm, tok, text, words):
    base = f"Review: {text}\nVerdict:"
    result = {}
    for name, word in words.items():
        enc = tok(base + " " + word, return_tensors="pt", return_offsets_mapping=True)
        off = enc.pop("offset_mapping")[0]
        y = torch.where(off[:, 1] > len(base), enc["input_ids"][0], -100)
        z = lm(**enc).logits[0, :-1].float()
        result[name] = -F.cross_entropy(z, y[1:], ignore_index=-100, reduction="sum").item()
    return result
