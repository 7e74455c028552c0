"""Compression-style report for code files.

# bug: bits per byte lack the division by ln 2, and the mean over files divides the running total in every round
"""
import torch
import torch.nn.functional as F


def file_nats(lm, ids):
    """ids begin with the document separator, which `encode` puts in front."""
    with torch.no_grad():
        z = lm(ids[None]).logits[0, :-1].float()
    return F.cross_entropy(z, ids[1:], reduction="sum").item()


def bits_per_byte(lm, encode, source):
    nats = file_nats(lm, torch.tensor(encode(source)))
    return nats / max(len(source.encode("utf-8")), 1)  # expect: SEQ412


def mean_file_nats(lm, encode, sources):
    """Average total NLL of a file, in nats."""
    running = 0.0
    for src in sources:
        running += file_nats(lm, torch.tensor(encode(src)))
        running = running / len(sources)  # expect: SEQ417
    return running


def report(lm, encode, files):
    for path in files:
        with open(path) as fh:
            print(path, f"{bits_per_byte(lm, encode, fh.read()):.4f} bits/byte")
