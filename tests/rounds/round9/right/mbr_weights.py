"""MBR with model-probability weights, renormalised over the sampled pool; same token sequence counted once."""
import numpy as np
from scipy.special import softmax


def sequence_logp(completion):
    return float(sum(step[tid].logprob for tid, step in zip(completion.token_ids, completion.logprobs)))


def mbr(completions, utility):
    pool = {}
    for c in completions:
        pool.setdefault(tuple(c.token_ids), (c.text, sequence_logp(c)))
    texts = [t for t, _ in pool.values()]
    w = softmax([lp for _, lp in pool.values()])
    u = np.array([[utility(h, r) for r in texts] for h in texts])
    return texts[int(np.argmax(u @ w))]
