"""Choose the most plausible sentence.

# bug: argmax over losses selects the least plausible one
"""
import torch


def sentence_losses(model, sentences):
    """Mean loss of every id tensor."""
    with torch.inference_mode():
        return torch.stack([model(input_ids=s[None], labels=s[None]).loss for s in sentences])


def most_plausible(model, sentences):
    return sentences[sentence_losses(model, sentences).argmax().item()]  # expect: SEQ501
