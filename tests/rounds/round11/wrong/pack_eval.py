"""Perplexity of byte-level documents stored in a zero-padded matrix.

# bug: zeros are dropped by value although 0 is a real byte; the corpus figure is the arithmetic mean of
# the documents' perplexities
"""
import numpy as np
import torch


def unpack(matrix, lengths):
    assert matrix.shape[0] == len(lengths)
    return [row[row != 0] for row in matrix]  # expect: SEQ317


@torch.no_grad()
def doc_nll(model, doc):
    """(summed nats, number of predicted bytes); byte values 0..255 are the ids."""
    x = torch.from_numpy(doc.astype(np.int64))[None]
    z = model(x[:, :-1])
    ce = torch.nn.functional.cross_entropy(z[0].float(), x[0, 1:], reduction="sum")
    return ce.item(), x.shape[1] - 1


def corpus_perplexity(model, matrix, lengths):
    model.eval()
    out = []
    for doc in unpack(matrix, lengths):
        if len(doc) < 2:
            continue
        s, n = doc_nll(model, doc)
        out.append(np.exp(s / n))  # expect-near: SEQ410
    return float(np.mean(out))  # expect: SEQ410
