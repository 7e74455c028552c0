"""Neural LM interpolated with a cache, and its perplexity. The neural model gives every token a positive probability."""
import numpy as np


class Mixture:
    def __init__(self, lam=0.1, window=500):
        self.lam, self.window, self.hist = lam, window, []

    def _cache(self, w):
        return self.hist.count(w) / len(self.hist) if self.hist else 0.0

    def logprobs(self, tokens, neural_logprobs):
        out = []
        for w, lp in zip(tokens, neural_logprobs):
            c = self._cache(w)
            own = np.log1p(-self.lam) + lp
            out.append(np.logaddexp(own, np.log(self.lam * c)) if c > 0 else own)
            self.hist = (self.hist + [w])[-self.window:]
        return np.array(out)

    def perplexity(self, tokens, neural_logprobs):
        nll = -self.logprobs(tokens, neural_logprobs)
        return float(np.exp(nll.sum() / max(len(nll), 1)))
