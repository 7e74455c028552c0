"""Multiple choice by language-model loss (one row per option, labels ignore the question).

# bug: argmax over the options' losses selects the least likely one
"""
import numpy as np
import torch


def option_losses(model, options):
    vals = []
    for o in options:
        with torch.no_grad():
            vals.append(model(o["input_ids"], attention_mask=o["attention_mask"], labels=o["labels"]).loss.item())
    return np.array(vals)


def accuracy(model, questions):
    n_ok = 0
    for q in questions:
        guess = option_losses(model, q["options"]).argmax()  # expect: SEQ501
        n_ok += int(guess == q["gold"])
    return n_ok / max(len(questions), 1)
