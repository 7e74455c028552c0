"""Best-of-n with vLLM: keep the sample with the highest length-normalised score.

# bug: the token probabilities are multiplied up, which underflows on long samples, and then this product is divided by the length
"""
import argparse
import math

from vllm import LLM, SamplingParams


def sample_score(completion):
    chosen = [step[tid].logprob for step, tid in zip(completion.logprobs, completion.token_ids)]
    if not chosen:
        return 0.0
    joint = math.prod(math.exp(lp) for lp in chosen)  # expect: SEQ603
    return joint / len(chosen)  # expect: SEQ406


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("prompt_file")
    ap.add_argument("--model", default="mistralai/Mistral-7B-v0.1")
    ap.add_argument("-n", type=int, default=8)
    ns = ap.parse_args()
    prompts = [ln.rstrip("\n") for ln in open(ns.prompt_file, encoding="utf-8")]
    engine = LLM(ns.model)
    sp = SamplingParams(n=ns.n, temperature=1.0, top_p=1.0, max_tokens=200, logprobs=0)
    for res in engine.generate(prompts, sp):
        best = max(res.outputs, key=sample_score)
        print(best.text.replace("\n", " "))


if __name__ == "__main__":
    main()
