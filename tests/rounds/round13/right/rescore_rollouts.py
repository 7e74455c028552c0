"""Rescore stored rollouts with another checkpoint of the same family (ids are kept, nothing is re-tokenised).

Input lines: {"prompt_ids": [...], "output_ids": [...]}
"""
import json
import sys

from vllm import LLM, SamplingParams
from vllm.inputs import TokensPrompt

PROBE = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)


def rescore(llm, rows):
    asks = [TokensPrompt(prompt_token_ids=r["prompt_ids"] + r["output_ids"]) for r in rows]
    for r, res in zip(rows, llm.generate(asks, PROBE)):
        n = len(r["prompt_ids"])
        steps = zip(res.prompt_logprobs[n:], r["output_ids"])
        yield [entry[tok].logprob for entry, tok in steps]


def main(model):
    rows = [json.loads(ln) for ln in sys.stdin if ln.strip()]
    rows = [r for r in rows if r["prompt_ids"] and r["output_ids"]]
    llm = LLM(model)
    for r, lps in zip(rows, rescore(llm, rows)):
        r["logprob"] = sum(lps)
        r["mean_logprob"] = r["logprob"] / len(lps)
        print(json.dumps(r))


if __name__ == "__main__":
    main(sys.argv[1])
