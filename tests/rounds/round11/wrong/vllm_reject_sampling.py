"""Best-of-n over vLLM samples.

# bug: the arithmetic mean of the token probabilities is called the length-normalised likelihood.
# bug: the scores are rounded before the maximum is taken.
"""
import math

from vllm import LLM, SamplingParams


def normalised_likelihood(completion):
    """Length-normalised sequence likelihood of one vLLM completion."""
    acc = []
    for tid, entry in zip(completion.token_ids, completion.logprobs):
        acc.append(math.exp(entry[tid].logprob))
    return sum(acc) / max(len(acc), 1)  # expect: SEQ405


def pick(outs):
    scored = [(round(c.cumulative_logprob, 1), c.text) for c in outs]  # expect: SEQ504
    return max(scored, key=lambda p: p[0])[1]  # expect-near: SEQ504


def main(prompts):
    llm = LLM(model="meta-llama/Llama-3.2-1B-Instruct")
    sp = SamplingParams(n=8, temperature=1.0, max_tokens=256, logprobs=1)
    for req in llm.generate(prompts, sp):
        print(pick(req.outputs))
        print([f"{normalised_likelihood(c):.3f}" for c in req.outputs])


if __name__ == "__main__":
    main(["Write a haiku about the sea."])
