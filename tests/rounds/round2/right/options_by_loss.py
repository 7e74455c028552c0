"""Multiple choice by loss: the smallest mean loss wins; hard-example mining wants the largest."""
import numpy as np
import torch


@torch.no_grad()
def option_losses(model, options):
    return np.array([model(o["input_ids"], attention_mask=o["attention_mask"], labels=o["labels"]).loss.item()
                     for o in options])


def guess(model, question):
    return int(option_losses(model, question["options"]).argmin())


def hardest(model, examples, k=10):
    """Indices of the k training examples the model finds most difficult."""
    return np.argsort(-option_losses(model, examples))[:k].tolist()
