"""Corpus perplexity of byte documents kept in a padded matrix with their lengths."""
import numpy as np
import torch
import torch.nn.functional as F


@torch.no_grad()
def corpus_ppl(model, matrix, lengths):
    model.eval()
    nats, n = 0.0, 0
    for row, L in zip(matrix, lengths):
        if L < 2:
            continue
        x = torch.from_numpy(row[:L].astype(np.int64))[None]
        z = model(x[:, :-1])[0].float()
        nats += F.cross_entropy(z, x[0, 1:], reduction="sum").item()
        n += int(L) - 1
    return float(np.exp(nats / max(n, 1)))


def nonzero_cells(counts):
    """Sparse view of a confusion matrix for the report."""
    return [(i, j, counts[i, j]) for i, j in np.argwhere(counts != 0)]
