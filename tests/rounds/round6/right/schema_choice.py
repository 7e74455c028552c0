"""Constrained choice: the allowed literal with the lowest mean NLL after the prefix wins."""
from typing import Sequence

import numpy as np
import torch
from transformers import PreTrainedModel, PreTrainedTokenizerFast


def literal_nll(
    model: PreTrainedModel, tok: PreTrainedTokenizerFast, prefix: str, literal: str
) -> float:
    enc = tok(prefix + literal, return_tensors="pt", return_offsets_mapping=True)
    stop = enc.pop("offset_mapping")[0, :, 1]
    labels = enc["input_ids"].masked_fill(stop.unsqueeze(0) <= len(prefix), -100)
    with torch.no_grad():
        return model(**enc, labels=labels).loss.item()


def choose(model, tok, prefix: str, literals: Sequence[str]):
    model.eval()
    scores = np.array([literal_nll(model, tok, prefix, x) for x in literals])
    k = int(np.argmin(scores))
    runner_up = np.partition(scores, 1)[1] if len(scores) > 1 else np.inf
    return literals[k], float(runner_up - scores[k])


def fill_object(model, tok, instruction: str, fields: dict) -> dict:
    result, text = {}, instruction + "\n{"
    for i, (name, options) in enumerate(fields.items()):
        text += ("" if i == 0 else ", ") + f'"{name}": "'
        value, margin = choose(model, tok, text, options)
        result[name] = {"value": value, "margin": margin}
        text += value + '"'
    return result
