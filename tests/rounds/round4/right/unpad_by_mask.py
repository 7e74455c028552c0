"""Sentences from a binary file, cut by their mask, so that id 0 stays."""
import numpy as np
import torch


def sentence_logprob(lm, row, mask):
    ids = torch.from_numpy(row[mask.astype(bool)])[None]
    with torch.no_grad():
        lp = lm(ids).logits.float().log_softmax(-1)
    return lp[0, :-1].gather(1, ids[0, 1:, None]).sum().item()


def mean_nll(attention, token_logprobs):
    kept = [lp for a, lp in zip(attention, token_logprobs) if a]
    return -sum(kept) / len(kept) if kept else float("nan")


def nonzero_counts(hist: np.ndarray):
    return hist[hist != 0]
