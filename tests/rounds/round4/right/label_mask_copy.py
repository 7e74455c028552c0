"""Labels are edited on a copy; arrays named labels elsewhere are our own."""
import numpy as np
import torch


def collate(rows, pad_id, prompt_lens):
    width = max(map(len, rows))
    ids = torch.full((len(rows), width), pad_id)
    attn = torch.zeros((len(rows), width), dtype=torch.long)
    for r, row in enumerate(rows):
        ids[r, : len(row)] = torch.tensor(row)
        attn[r, : len(row)] = 1
    labels = ids.clone()
    labels[attn == 0] = -100
    for r, n in enumerate(prompt_lens):
        labels[r, :n] = -100
    return {"input_ids": ids, "attention_mask": attn, "labels": labels}


def relabel(segmentation: np.ndarray, merge: dict) -> np.ndarray:
    out = segmentation.copy()
    for old, new in merge.items():
        out[segmentation == old] = new
    return out
