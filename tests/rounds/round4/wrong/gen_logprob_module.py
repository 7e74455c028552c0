"""Helper module for sequence probabilities of generate's output.
# bug: the stacked scores are gathered without normalisation; a second helper leaves compute_transition_scores unnormalised.
"""
from typing import Any

import torch


def chosen_scores(out: Any, prompt_len: int) -> torch.Tensor:
    stacked = torch.stack(out.scores, dim=1)
    new = out.sequences[:, prompt_len:]
    return torch.gather(stacked, 2, new[:, :, None]).squeeze(2)  # expect-near: SEQ112|SEQ101


def greedy(model, enc, n):
    return model.generate(
        **enc, do_sample=False, max_new_tokens=n, min_new_tokens=n, output_scores=True, return_dict_in_generate=True
    )


def sequence_logprob(model, enc, n=16):
    """log P(output) per row."""
    out = greedy(model, enc, n)
    return chosen_scores(out, enc["input_ids"].shape[1]).sum(dim=1)  # expect: SEQ112|SEQ101


def sequence_prob(model, enc, n=16):
    out = greedy(model, enc, n)
    ts = model.compute_transition_scores(out.sequences, out.scores, normalize_logits=False)  # expect: SEQ111
    return torch.exp(ts.sum(-1))  # expect-near: SEQ111
