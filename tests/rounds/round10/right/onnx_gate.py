"""Answerability gate in front of the QA service (ONNX decoder, no torch in production)."""
import numpy as np


class Gate:
    def __init__(self, session, tokenizer, word=" yes"):
        self.session, self.tokenizer = session, tokenizer
        ids = tokenizer.encode(word).ids
        assert len(ids) == 1, ids
        self.target = ids[0]

    def p_yes(self, prompt):
        x = np.array([self.tokenizer.encode(prompt).ids], np.int64)
        out = self.session.run(None, {"input_ids": x, "attention_mask": np.ones_like(x)})[0]
        row = out[0, x.shape[1] - 1].astype(np.float64)
        e = np.exp(row - row.max())
        return float(e[self.target] / e.sum())

    def __call__(self, prompt, cut=0.5):
        return self.p_yes(prompt) > cut
