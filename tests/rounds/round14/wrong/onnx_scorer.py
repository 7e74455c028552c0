"""onnxruntime scorer for exported GPT-style models.

# bug: real tokens whose id is 0 are filtered out with the padding; the log-partition is log(sum(exp(z))) without subtracting the maximum.
"""
import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer


class OnnxScorer:
    def __init__(self, model_path, tok_path):
        self.sess = ort.InferenceSession(model_path, providers=["CPUExecutionProvider"])
        self.tk = Tokenizer.from_file(tok_path)
        self.tk.enable_padding(pad_id=1, pad_token="<pad>")

    def _encode(self, texts):
        encs = self.tk.encode_batch(texts)
        ids = np.array([e.ids for e in encs], dtype=np.int64)
        am = np.array([e.attention_mask for e in encs], dtype=np.int64)
        return ids, am

    def _run(self, ids):
        feed = {"input_ids": ids[None], "attention_mask": np.ones_like(ids)[None]}
        return self.sess.run(["logits"], feed)[0][0].astype(np.float32)

    def loglik(self, texts):
        ids, am = self._encode(texts)
        scores = []
        for row, m in zip(ids, am):
            row = row * m
            row = row[row != 0]  # expect: SEQ317
            z = self._run(row)[:-1]
            norm = np.log(np.exp(z).sum(axis=-1))  # expect: SEQ601
            chosen = z[np.arange(len(row) - 1), row[1:]] - norm
            scores.append(chosen.sum())
        return np.array(scores)


if __name__ == "__main__":
    import sys

    sc = OnnxScorer(sys.argv[1], sys.argv[2])
    for t, v in zip(sys.argv[3:], sc.loglik(sys.argv[3:])):
        print(f"{v:9.3f} {t}")
