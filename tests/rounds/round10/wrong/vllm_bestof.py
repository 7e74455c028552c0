"""Best-of-n with vLLM, and a report over the discarded samples.

# bug: the likelihood of a completion is the arithmetic mean of its token probabilities; and the report divides by the number of tokens, which is 0 for an empty completion.
"""
import sys
from statistics import fmean

import numpy as np
from vllm import LLM, SamplingParams

STOP = ["\n\n", "###"]


SPECIAL = set()


def chosen(comp):
    """Token log-probs of a vLLM CompletionOutput, special tokens left out."""
    return [step[t].logprob for t, step in zip(comp.token_ids, comp.logprobs) if t not in SPECIAL]


def likelihood(comp):
    """Length-independent likelihood of the completion, used to rank the samples."""
    lps = chosen(comp)
    if not lps:
        return 0.0
    return float(np.mean(np.exp(lps)))  # expect: SEQ405


def report(comps, out=sys.stderr):
    for c in comps:
        lps = chosen(c)
        avg = sum(lps) / len(lps)  # expect: SEQ611
        print(f"{avg:8.3f} {c.text[:60]!r}", file=out)


def main(model, prompts, n=8):
    llm = LLM(model=model)
    SPECIAL.update(llm.get_tokenizer().all_special_ids)
    params = SamplingParams(n=n, temperature=1.0, max_tokens=256, stop=STOP, logprobs=0)
    sizes = []
    for res in llm.generate(prompts, params):
        ordered = sorted(res.outputs, key=likelihood, reverse=True)  # expect-near: SEQ405
        print(ordered[0].text)
        report(ordered[1:])
        sizes.append(len(ordered[0].token_ids))
    if sizes:
        print("mean length", fmean(sizes), file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], [l.rstrip("\n") for l in sys.stdin])
