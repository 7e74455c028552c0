"""Word surprisal in bits with llama-cpp-python: sub-word values are added up per word."""
import numpy as np
from llama_cpp import Llama


def log_normalise(z):
    top = z.max(axis=-1, keepdims=True)
    return z - top - np.log(np.exp(z - top).sum(axis=-1, keepdims=True))


def token_bits(llm, ids):
    llm.reset()
    llm.eval(ids)
    lp = log_normalise(np.asarray(llm.scores[: len(ids)], np.float64))
    return [-lp[i, nxt] / np.log(2) for i, nxt in enumerate(ids[1:])]


def word_bits(llm, text):
    ids = llm.tokenize(text.encode(), add_bos=True)
    words, current = [], None
    for t, b in zip(ids[1:], token_bits(llm, ids)):
        piece = llm.detokenize([t]).decode("utf-8", errors="ignore")
        if current is None or piece.startswith(" "):
            current = [piece.strip(), 0.0]
            words.append(current)
        else:
            current[0] += piece
        current[1] += b
    return words


if __name__ == "__main__":
    import sys

    model = Llama(sys.argv[1], logits_all=True, n_ctx=2048, verbose=False)
    for w, b in word_bits(model, "The old man the boats."):
        print(f"{w:12s}{b:7.2f}")
