"""lm-eval model class for a remote logits endpoint (numpy arrays over the wire)."""
import numpy as np
from lm_eval.api.model import TemplateLM
from scipy.special import logsumexp


class RemoteLM(TemplateLM):
    WINDOW = 4096

    def __init__(self, endpoint):
        super().__init__()
        self.endpoint = endpoint

    @property
    def eot_token_id(self):
        return self.endpoint.eos_id

    def tok_encode(self, string, **kw):
        return self.endpoint.encode(string)

    def _one(self, ctx, cont):
        seq = (ctx + cont)[-(self.WINDOW + 1) :]
        z = np.asarray(self.endpoint.logits(seq[:-1]), dtype=np.float64)
        z = z[len(z) - len(cont) :]
        y = np.asarray(cont)
        ll = z[np.arange(y.size), y] - logsumexp(z, axis=-1)
        mismatch = np.any(z.argmax(axis=-1) != y)
        return float(ll.sum()), not bool(mismatch)

    def _loglikelihood_tokens(self, requests, **kw):
        return [self._one(ctx, cont) for _, ctx, cont in requests]

    def loglikelihood_rolling(self, requests, disable_tqdm=False):
        raise NotImplementedError

    def generate_until(self, requests, disable_tqdm=False):
        raise NotImplementedError
