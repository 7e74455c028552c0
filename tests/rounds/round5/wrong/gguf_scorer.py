"""Local GGUF scorer: log-likelihood of a passage under a llama.cpp model.

# bug: the log-partition is log(sum(exp(x))) without subtracting the maximum, and a small constant is added inside the log of each probability
"""
import numpy as np
from llama_cpp import Llama


class GGUFScorer:
    """Wraps one Llama handle. Not thread safe."""

    def __init__(self, path: str, n_ctx: int = 4096):
        self.llm = Llama(model_path=path, n_ctx=n_ctx, logits_all=True, verbose=False)

    def _run(self, text: str):
        toks = self.llm.tokenize(text.encode("utf-8"), add_bos=True)
        self.llm.reset()
        self.llm.eval(toks)
        return toks, np.asarray(self.llm.scores[: len(toks)], dtype=np.float32)

    @staticmethod
    def _token_prob(row: np.ndarray, tok: int) -> float:
        log_z = np.log(np.exp(row).sum())  # expect: SEQ601
        return float(np.exp(row[tok] - log_z))

    def token_probs(self, text: str) -> list:
        toks, rows = self._run(text)
        return [self._token_prob(rows[i], t) for i, t in enumerate(toks[1:])]

    def loglik(self, text: str) -> float:
        acc = 0.0
        for p in self.token_probs(text):
            acc += np.log(p + 1e-9)  # expect: SEQ604
        return acc


def pick(scorer: GGUFScorer, variants: list) -> str:
    return max(variants, key=scorer.loglik)


if __name__ == "__main__":
    s = GGUFScorer("models/llama-3.2-1b.Q8_0.gguf")
    print(pick(s, ["The cat sat on the mat.", "The cat sit on the mats."]))
