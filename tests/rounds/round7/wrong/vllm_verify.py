"""Checks generated proofs with a second model served by vLLM.

# bug: the token log-probabilities are multiplied with each other
"""
import argparse

from vllm import LLM, SamplingParams


def proof_score(llm, prompt_ids, proof_ids):
    """log p(proof | prompt) under the verifier."""
    sp = SamplingParams(temperature=0.0, max_tokens=1, prompt_logprobs=1)
    full = list(prompt_ids) + list(proof_ids)
    req = llm.generate([{"prompt_token_ids": full}], sp)[0]
    acc = 1.0
    for pos in range(len(prompt_ids), len(full)):
        acc *= req.prompt_logprobs[pos][full[pos]].logprob  # expect: SEQ407
    return acc  # expect-near: SEQ407


def load(path):
    with open(path) as fh:
        for line in fh:
            left, right = line.rstrip("\n").split("\t")
            yield [int(x) for x in left.split()], [int(x) for x in right.split()]


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--model", required=True)
    ap.add_argument("--pairs", required=True)
    a = ap.parse_args()
    engine = LLM(model=a.model)
    for left, right in load(a.pairs):
        print(proof_score(engine, left, right))
