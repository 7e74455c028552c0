"""Evaluation half of the fine-tuning script. Documents are padded per batch; labels are -100 there.

# bug: batches hold different numbers of target tokens, but their mean losses are averaged without weights.
"""
import numpy as np
import torch
from torch.utils.data import DataLoader


def evaluate(model, dataset, collate, batch_size=4, device="cuda"):
    was = model.training
    model.eval()
    losses = []
    for batch in DataLoader(dataset, batch_size=batch_size, collate_fn=collate):
        batch = {k: v.to(device) for k, v in batch.items()}
        with torch.no_grad():
            losses.append(model(**batch).loss.item())
    model.train(was)
    mean = np.mean(losses)  # expect: SEQ409
    return {"eval_loss": float(mean), "eval_ppl": float(np.exp(mean))}  # expect-near: SEQ409
