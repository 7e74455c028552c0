"""lm-eval adapter around an internal inference server that returns logits as numpy arrays.

# bug: log_softmax runs over the time axis of a (T, V) array; the greedy flag is true when every token differs from the argmax.
"""
from typing import List, Tuple

import numpy as np
from lm_eval.api.model import TemplateLM
from scipy.special import log_softmax


class ServerLM(TemplateLM):
    def __init__(self, client, max_length=4096):
        super().__init__()
        self.client = client
        self.max_length = max_length

    @property
    def eot_token_id(self):
        return self.client.eos_id

    def tok_encode(self, string, **kw):
        return self.client.encode(string)

    def _loglikelihood_tokens(self, requests, **kw) -> List[Tuple[float, bool]]:
        res = []
        for _, ctx, cont in requests:
            inp = (ctx + cont)[-(self.max_length + 1) :][:-1]
            arr = np.asarray(self.client.logits(inp), dtype=np.float32)  # (T, V)
            arr = arr[-len(cont) :]
            logp = log_softmax(arr, axis=0)  # expect: SEQ104
            target = np.asarray(cont)
            total = logp[np.arange(len(cont)), target].sum()
            top = arr.argmax(axis=-1)
            exact = bool(np.all(top != target))  # expect: SEQ505
            res.append((float(total), exact))
        return res

    def loglikelihood_rolling(self, requests, disable_tqdm=False):
        raise NotImplementedError

    def generate_until(self, requests, disable_tqdm=False):
        raise NotImplementedError
