"""Corpus numbers from stored token log-probs and surprisals.

# bug: the documents' means are averaged although documents differ in length; the surprisals are in bits, exp() expects nats.
"""
import numpy as np
import torch


def doc_mean(logps):
    return -np.mean(logps)


def corpus_nats_per_token(docs):
    """`docs` maps a document id to the (non-empty) list of its token log-probs."""
    acc = 0.0
    for d in docs.values():
        acc += doc_mean(d)  # expect-near: SEQ409
    return acc / max(len(docs), 1)  # expect: SEQ409


def corpus_perplexity(docs):
    return np.exp(corpus_nats_per_token(docs))  # expect-near: SEQ409


def surprisal(lm, ids):
    with torch.no_grad():
        p = lm(input_ids=ids).logits[0, :-1].double().log_softmax(-1)
    nats = -p.gather(1, ids[0, 1:, None]).squeeze(1)
    return (nats / np.log(2)).numpy()


def perplexity(lm, texts):
    """texts: list of (1, T) id tensors with T > 1."""
    s = np.concatenate([surprisal(lm, t) for t in texts])
    return np.exp(s.mean())  # expect: SEQ411
