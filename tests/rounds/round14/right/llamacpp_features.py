"""Features of a text under a quantised model: least likely token, mean entropy, total log-prob."""
import numpy as np
from llama_cpp import Llama
from scipy.special import log_softmax


class GgufReader:
    def __init__(self, path, n_ctx=4096):
        self.llm = Llama(model_path=path, n_ctx=n_ctx, logits_all=True, verbose=False)

    def distributions(self, text):
        ids = self.llm.tokenize(text.encode(), add_bos=True)
        self.llm.reset()
        self.llm.eval(ids)
        z = np.array(self.llm.scores[: len(ids)], dtype=np.float64)
        return log_softmax(z[:-1], axis=-1), ids[1:]

    def features(self, text):
        logp, following = self.distributions(text)
        tok = logp[np.arange(len(following)), following]
        ent = -(np.exp(logp) * logp).sum(axis=-1)
        return {"min_prob": float(np.exp(tok.min())),
                "entropy": float(ent.mean()),
                "logprob": float(tok.sum())}


def table(path, texts):
    reader = GgufReader(path)
    return [reader.features(t) for t in texts if t.strip()]
