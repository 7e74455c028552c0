"""Score sentences that come padded from a binary file.
# bug: entries equal to 0 are dropped as padding although id 0 is a real token of this vocabulary.
"""
import numpy as np
import torch


def unpad(row: np.ndarray, length_mask: np.ndarray) -> torch.Tensor:
    kept = row * length_mask
    return torch.from_numpy(kept[kept != 0])  # expect: SEQ317


def sentence_logprob(lm, row, length_mask):
    ids = unpad(row, length_mask)[None]  # expect-near: SEQ317
    with torch.no_grad():
        lp = lm(ids).logits.float().log_softmax(-1)
    return lp[0, :-1].gather(1, ids[0, 1:, None]).sum().item()


def main(lm, path):
    blob = np.load(path)
    return [sentence_logprob(lm, r, m) for r, m in zip(blob["ids"], blob["mask"])]
