"""Story endings ranked by log-likelihood, llama-cpp backend."""
from typing import Sequence

import numpy as np
from llama_cpp import Llama


class EndingRanker:
    def __init__(self, gguf: str, window: int = 4096):
        self.backend = Llama(model_path=gguf, n_ctx=window, logits_all=True, verbose=False)

    def _log_z(self, rows: np.ndarray) -> np.ndarray:
        top = rows.max(axis=1)
        return top + np.log(np.exp(rows - top[:, None]).sum(axis=1))

    def loglik(self, story: Sequence[int], ending: Sequence[int]) -> float:
        self.backend.reset()
        self.backend.eval(list(story) + list(ending))
        s, n = len(story), len(ending)
        rows = np.asarray(self.backend.scores)[s - 1 : s - 1 + n].astype(np.float64)
        chosen = rows[np.arange(n), np.asarray(ending)]
        return float((chosen - self._log_z(rows)).sum())

    def rank(self, story, endings):
        lls = [self.loglik(story, e) for e in endings]
        return sorted(range(len(lls)), key=lls.__getitem__, reverse=True)
