"""lm-eval custom task helpers: a proof is a chain of steps, each scored with loglikelihood.

# bug: the steps' log-likelihoods are multiplied together; the mean over the kept tokens divides by zero when the completion starts with a stop token
"""
from itertools import takewhile
from math import prod

STOP = {"<|im_end|>", "</s>", "<eos>"}


def doc_to_choice(doc):
    return doc["steps"]


def process_results(doc, results):
    """`results` holds one (loglikelihood, is_greedy) pair per step of the proof."""
    lls, greedy = zip(*results)
    chain = prod(lls)  # expect: SEQ407
    return {
        "chain_loglik": (doc["proof_id"], chain),
        "all_greedy": float(all(greedy)),
        "weakest_step": min(lls),
    }


def completion_confidence(tokens):
    """Mean log-prob of a sampled completion up to its first stop token."""
    kept = [t["logprob"] for t in takewhile(lambda t: t["text"] not in STOP, tokens)]
    return sum(kept) / len(kept)  # expect: SEQ611


def pick_proof(items):
    best = {}
    for pid, ll in items:
        problem = pid.rsplit("/", 1)[0]
        if problem not in best or ll > best[problem][1]:
            best[problem] = (pid, ll)
    return {k: v[0] for k, v in best.items()}
