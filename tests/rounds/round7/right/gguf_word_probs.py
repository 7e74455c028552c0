"""Closed questions to a local GGUF model: probability of each reply word over the full vocabulary."""
import json
import sys

import numpy as np
from llama_cpp import Llama
from scipy.special import logsumexp


def open_model(path):
    return Llama(model_path=path, n_ctx=4096, logits_all=True, verbose=False)


def single_id(llm, word):
    ids = llm.tokenize(word.encode("utf-8"), add_bos=False)
    if len(ids) != 1:
        raise ValueError(word)
    return ids[0]


def reply_probs(llm, question, words):
    ids = llm.tokenize(question.encode("utf-8"))
    llm.reset()
    llm.eval(ids)
    row = np.array(llm.scores[len(ids) - 1], dtype=np.float64)
    log_z = logsumexp(row)
    return {w: float(np.exp(row[single_id(llm, w)] - log_z)) for w in words}


if __name__ == "__main__":
    model = open_model(sys.argv[1])
    for q in sys.stdin:
        print(json.dumps(reply_probs(model, q.strip(), ["Yes", "No"])))
