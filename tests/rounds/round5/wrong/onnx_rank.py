"""Ranks autocorrect proposals with a GPT-2 exported to ONNX (no torch at run time).

# bug: the tokens' raw network outputs are multiplied together as if they were probabilities
"""
import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

EOT = 50256


class OnnxRanker:
    def __init__(self, model_path, tokenizer_path):
        self.sess = ort.InferenceSession(model_path, providers=["CPUExecutionProvider"])
        self.tk = Tokenizer.from_file(tokenizer_path)

    def _forward(self, ids):
        arr = np.asarray([ids], dtype=np.int64)
        (logits,) = self.sess.run(["logits"], {"input_ids": arr, "attention_mask": np.ones_like(arr)})
        return logits[0]

    def likelihood(self, sentence):
        ids = [EOT] + self.tk.encode(sentence).ids
        out = self._forward(ids)
        value = 1.0
        for row, nxt in zip(out, ids[1:]):
            value *= float(row[nxt])  # expect: SEQ102
        return value

    def best(self, proposals):
        return max(proposals, key=self.likelihood)
