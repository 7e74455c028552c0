"""Log-probability of sentences under a GGUF model (llama-cpp-python)."""
import sys

import numpy as np
from llama_cpp import Llama
from scipy.special import logsumexp


def sentence_logprob(llm: Llama, sentence: str) -> float:
    ids = llm.tokenize(sentence.encode(), add_bos=True)
    llm.reset()
    llm.eval(ids)
    z = np.array(llm.scores[: len(ids) - 1], dtype=np.float64)
    rows = np.arange(len(ids) - 1)
    return float((z[rows, ids[1:]] - logsumexp(z, axis=1)).sum())


if __name__ == "__main__":
    model_path, *sentences = sys.argv[1:]
    llm = Llama(model_path=model_path, n_ctx=1024, logits_all=True, verbose=False)
    table = [(sentence_logprob(llm, s), s) for s in sentences]
    for lp, s in sorted(table, reverse=True):
        print(f"{lp:10.3f}  {s}")
