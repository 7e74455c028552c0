"""Sequence log-likelihoods from logits served by Triton, labels as the training collator makes them.

# bug: ignored labels (-100) are used as an index and read an entry near the end of the vocabulary
"""
import numpy as np
import tritonclient.http as triton
from scipy.special import log_softmax

IGNORE = -100


class ScoreClient:
    def __init__(self, url="localhost:8000", name="decoder"):
        self.http = triton.InferenceServerClient(url)
        self.name = name

    def logits(self, ids, attention):
        inputs = []
        for key, arr in (("input_ids", ids), ("attention_mask", attention)):
            t = triton.InferInput(key, list(arr.shape), "INT64")
            t.set_data_from_numpy(arr.astype(np.int64))
            inputs.append(t)
        return self.http.infer(self.name, inputs).as_numpy("logits")

    def loglik(self, ids, attention, labels):
        """log p of the labelled (not ignored) tokens of each row; labels lie on their own tokens."""
        z = self.logits(ids, attention).astype(np.float32)
        result = np.empty(len(ids))
        for b in range(len(ids)):
            lp = log_softmax(z[b, :-1], axis=-1)
            y = labels[b, 1:]
            result[b] = lp[np.arange(y.size), y].sum()  # expect: SEQ210
        return result
