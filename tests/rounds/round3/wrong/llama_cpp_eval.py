"""Log-likelihood of a sentence with llama-cpp-python.

# bug: row i of the scores predicts token i + 1, but it is read at token i
"""
import numpy as np
from llama_cpp import Llama
from scipy.special import logsumexp


def sentence_logprob(llm: Llama, sentence: str) -> float:
    tokens = llm.tokenize(sentence.encode())
    llm.reset()
    llm.eval(tokens)
    raw = llm.scores[: len(tokens)].astype("float64")
    lse = logsumexp(raw, axis=1)
    at = raw[np.arange(len(tokens)), tokens] - lse  # expect: SEQ201
    return float(at.sum())


def main():
    llm = Llama("model.gguf", logits_all=True, n_ctx=1024)
    for s in ("The keys are on the table.", "The keys is on the table."):
        print(sentence_logprob(llm, s), s)


if __name__ == "__main__":
    main()
