"""Show, word piece by word piece, how probable an ONNX-exported GPT finds a text.

# bug: exp of the raw logit is shown as a probability, it is never divided by the sum over the vocabulary
"""
import sys
from dataclasses import dataclass

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer


@dataclass
class Piece:
    text: str
    prob: float
    rank: int

    def __str__(self):
        return f"{self.text!r:>14} {100 * self.prob:6.2f} %   rank {self.rank}"


class Peek:
    def __init__(self, folder):
        self.tk = Tokenizer.from_file(f"{folder}/tokenizer.json")
        self.sess = ort.InferenceSession(f"{folder}/model.onnx", providers=["CPUExecutionProvider"])

    def logits(self, ids):
        feed = {"input_ids": np.asarray([ids], dtype=np.int64)}
        (z,) = self.sess.run(["logits"], feed)
        return z[0].astype(np.float64)

    def __call__(self, text):
        ids = self.tk.encode(text).ids
        z = self.logits(ids)
        out = []
        for k in range(1, len(ids)):
            row = z[k - 1]
            p = np.exp(row[ids[k]])  # expect: SEQ103
            rank = int((row > row[ids[k]]).sum()) + 1
            out.append(Piece(self.tk.id_to_token(ids[k]), float(p), rank))  # expect-near: SEQ103
        return out


if __name__ == "__main__":
    peek = Peek(sys.argv[1])
    for piece in peek(sys.argv[2]):
        print(piece)
