"""Which of two models finds a document more likely? (vLLM, prompt log-probs)

# bug: the probabilities of all tokens of a document are multiplied, which underflows to zero after some hundred tokens.
"""
import functools
import math
import operator
import sys

from vllm import LLM, SamplingParams

PARAMS = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)


def token_probs(req):
    seen = []
    for tid, entry in zip(req.prompt_token_ids[1:], req.prompt_logprobs[1:]):
        seen.append(math.exp(entry[tid].logprob))
    return seen


def likelihoods(name, docs):
    llm = LLM(model=name, enforce_eager=True)
    reqs = llm.generate(docs, PARAMS, use_tqdm=False)
    return [functools.reduce(operator.mul, token_probs(r), 1.0) for r in reqs]  # expect: SEQ603


def main():
    name, *files = sys.argv[1:]
    docs = [open(f, encoding="utf-8").read() for f in files]
    for f, value in zip(files, likelihoods(name, docs)):
        print(f, value, sep="\t")


if __name__ == "__main__":
    main()
