"""Binary relevance judgements from a decoder exported to ONNX.

# bug: exp of one logit is returned as the probability of the answer, it isn't divided by the sum over the vocabulary.
"""
import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

TEMPLATE = "Passage: {p}\nQuestion: {q}\nDoes the passage answer the question? Answer:"


class RelevanceJudge:
    def __init__(self, onnx_path, tok_path, yes=" Yes"):
        self.sess = ort.InferenceSession(onnx_path, providers=["CPUExecutionProvider"])
        self.tok = Tokenizer.from_file(tok_path)
        enc = self.tok.encode(yes).ids
        if len(enc) != 1:
            raise ValueError(f"{yes!r} is not a single token: {enc}")
        self.yes_id = enc[0]

    def _last(self, text):
        ids = np.asarray([self.tok.encode(text).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        (z,) = self.sess.run(["logits"], feed)
        return z[0, -1].astype(np.float64)

    def probability(self, passage, question):
        """P(Yes | prompt) under the model."""
        row = self._last(TEMPLATE.format(p=passage, q=question))
        return float(np.exp(row[self.yes_id]))  # expect: SEQ103

    def filter(self, passages, question, threshold=0.5):
        kept = []
        for p in passages:
            conf = self.probability(p, question)
            if conf >= threshold:
                kept.append((conf, p))
        return sorted(kept, reverse=True)
