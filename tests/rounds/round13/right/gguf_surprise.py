"""Surprise of a local GGUF model at each token of a diary entry, as a little command line tool."""
import argparse
from pathlib import Path

import numpy as np
from llama_cpp import Llama
from scipy.special import logsumexp


def token_logprobs(llm, text):
    """log p(token | prefix) of every token after BOS."""
    ids = llm.tokenize(text.encode("utf-8"), add_bos=True)
    llm.reset()
    llm.eval(ids)
    z = np.asarray(llm.scores[: len(ids)], dtype=np.float64)[:-1]
    y = np.asarray(ids[1:])
    lp = z - logsumexp(z, axis=1, keepdims=True)
    return ids[1:], lp[np.arange(len(y)), y], lp


def top_gap(lp):
    """Difference of the two largest probabilities in each row."""
    two = np.exp(np.sort(lp, axis=1)[:, -2:])
    return two[:, 1] - two[:, 0]


def main():
    cli = argparse.ArgumentParser()
    cli.add_argument("gguf", type=Path)
    cli.add_argument("entry", type=Path)
    opt = cli.parse_args()

    llm = Llama(model_path=str(opt.gguf), n_ctx=4096, logits_all=True, verbose=False)
    ids, hit, lp = token_logprobs(llm, opt.entry.read_text(encoding="utf-8"))
    for i, s, g in zip(ids, -hit, top_gap(lp)):
        piece = llm.detokenize([i]).decode("utf-8", errors="replace")
        print(f"{piece!r:<18}{s:8.3f} nats  gap {g:.3f}")


if __name__ == "__main__":
    main()
