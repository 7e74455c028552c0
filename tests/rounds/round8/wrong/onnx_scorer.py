"""CPU scorer on an exported GPT-2 (onnxruntime).  Rows are filled up to a fixed width with zeros.

# bug: tokens whose id is 0 -- '!' in this vocabulary -- are thrown out with the filler
"""
import numpy as np
import onnxruntime as ort
from scipy.special import logsumexp
from tokenizers import Tokenizer

WIDTH = 128


class OnnxScorer:
    def __init__(self, onnx_path, tok_path):
        self.sess = ort.InferenceSession(onnx_path, providers=["CPUExecutionProvider"])
        self.bpe = Tokenizer.from_file(tok_path)
        self.start = self.bpe.token_to_id("<|endoftext|>")

    def pack(self, texts):
        grid = np.zeros((len(texts), WIDTH), dtype=np.int64)
        mask = np.zeros_like(grid)
        for r, t in enumerate(texts):
            ids = ([self.start] + self.bpe.encode(t).ids)[:WIDTH]
            grid[r, :len(ids)] = ids
            mask[r, :len(ids)] = 1
        return grid, mask

    def score(self, texts):
        grid, mask = self.pack(texts)
        (z,) = self.sess.run(["logits"], {"input_ids": grid, "attention_mask": mask})
        z = z.astype(np.float64)
        out = []
        for row, zr in zip(grid, z):
            targets = row[1:]
            at = np.flatnonzero(targets)  # expect: SEQ317
            lp = zr[at, targets[at]] - logsumexp(zr[at], axis=-1)
            out.append(lp.sum())
        return np.asarray(out)
