"""Rank of each emitted token among the alternatives returned by vLLM.

# bug: the alternatives are keyed by decoded text, so different token ids with the same text overwrite one another
"""
import collections
import json
import sys

from vllm import LLM, SamplingParams


def collect(engine, prompts, k=20, max_tokens=128):
    sp = SamplingParams(temperature=0.0, max_tokens=max_tokens, logprobs=k)
    for req in engine.generate(prompts, sp):
        hyp = req.outputs[0]
        yield hyp.token_ids, hyp.logprobs


def chosen_logprobs(token_ids, steps):
    """Log-probability of every emitted token."""
    values = []
    for tid, alternatives in zip(token_ids, steps):
        by_text = {alt.decoded_token.strip(): alt.logprob for alt in alternatives.values()}  # expect: SEQ212
        values.append(by_text[alternatives[tid].decoded_token.strip()])  # expect-near: SEQ212
    return values


def main(model, prompt_file):
    engine = LLM(model)
    prompts = [json.loads(line)["prompt"] for line in open(prompt_file)]
    hist = collections.Counter()
    for ids, steps in collect(engine, prompts):
        for lp in chosen_logprobs(ids, steps):
            hist[min(int(-lp), 10)] += 1
    for bucket, n in sorted(hist.items()):
        print(f"-logprob >= {bucket:2d}: {n}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
