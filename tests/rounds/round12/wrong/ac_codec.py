"""Lossless text compression with an LM and an arithmetic coder; reports the rate in bits per byte.

# bug: softmax is computed without subtracting the maximum, and the rate divides by the number of characters.
"""
import numpy as np

TOTAL = 1 << 24


class Rate:
    def __init__(self):
        self.bits = 0.0
        self.units = 0

    @property
    def bpb(self):
        return self.bits / self.units  # expect-near: SEQ422


def freqs(row):
    w = np.exp(row) / np.sum(np.exp(row))  # expect: SEQ601
    f = np.maximum(np.floor(w * (TOTAL - len(row))), 0).astype(np.int64) + 1
    f[np.argmax(f)] += TOTAL - f.sum()
    return f


def encode(predictor, tokenizer, text, coder):
    """predictor(prefix_ids) -> float32 scores over the vocabulary for the next id."""
    rate, prefix = Rate(), [tokenizer.bos_id()]
    for t in tokenizer.encode(text):
        f = freqs(predictor(prefix))
        lo = int(f[:t].sum())
        coder.narrow(lo, lo + int(f[t]), TOTAL)
        rate.bits += np.log2(TOTAL) - np.log2(f[t])
        prefix.append(t)
    rate.units = len(text)  # expect: SEQ422
    return coder.finish(), rate


def table(predictor, tokenizer, files, make_coder):
    for name, text in files.items():
        blob, r = encode(predictor, tokenizer, text, make_coder())
        print(f"{name:20s} {len(blob):9d} bytes  {r.bpb:.3f} bits/byte")
