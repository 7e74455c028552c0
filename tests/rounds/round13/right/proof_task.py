"""Task utilities: multi-step proofs scored with loglikelihood, sampled answers with API log-probs."""
import math
from itertools import takewhile

ENDS = ("<|im_end|>", "</s>", "<eos>")


def process_results(doc, results):
    """The chain rule adds the steps' log-likelihoods."""
    lls = [ll for ll, _ in results]
    return {"chain_loglik": (doc["id"], math.fsum(lls)), "weakest": min(lls),
            "all_greedy": float(all(g for _, g in results))}


def confidence(tokens):
    """exp of the mean log-prob before the first stop token; None if nothing is left."""
    kept = [t["logprob"] for t in takewhile(lambda t: t["text"] not in ENDS, tokens)]
    if not kept:
        return None
    return math.exp(sum(kept) / len(kept))


def pass_at_k(n, c, k):
    """Unbiased estimator of Chen et al. (2021)."""
    if n - c < k:
        return 1.0
    return 1.0 - math.prod(1.0 - k / i for i in range(n - c + 1, n + 1))


def by_length(choices, lls):
    """acc_norm: log-likelihood per character."""
    per = [ll / max(len(c), 1) for c, ll in zip(choices, lls)]
    return max(range(len(per)), key=per.__getitem__)
