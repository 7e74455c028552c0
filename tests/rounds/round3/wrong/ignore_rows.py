"""Sequence scores from labels made by a collator.

# bug: ignored positions keep -100, which as an index reads an entry near the end of the vocabulary
"""
import torch


def make_labels(ids, prompt_len):
    labels = ids.clone()
    labels[:prompt_len] = -100
    return labels


def answer_logprob(model, ids, prompt_len):
    """ids: (T,) prompt and answer."""
    labels = make_labels(ids, prompt_len)[1:]
    with torch.no_grad():
        lp = model(ids[None]).logits[0, :-1].log_softmax(-1)
    values = lp[torch.arange(labels.numel()), labels]  # expect: SEQ210
    return values.sum().item()  # expect-near: SEQ210
