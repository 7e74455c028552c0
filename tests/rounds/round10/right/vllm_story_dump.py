"""Sampled stories with the model's own (untempered) log-likelihood."""
import json
import sys

from vllm import LLM, SamplingParams


def loglik(c):
    return sum(step[t].logprob for t, step in zip(c.token_ids, c.logprobs))


def main(src, dst):
    engine = LLM("meta-llama/Llama-3.2-3B", logprobs_mode="raw_logprobs")
    params = SamplingParams(n=4, temperature=0.9, max_tokens=400, logprobs=1)
    with open(dst, "w") as sink:
        for r in engine.generate(open(src).read().splitlines(), params):
            best = max(r.outputs, key=loglik)
            json.dump({"prompt": r.prompt, "story": best.text, "loglik": loglik(best)}, sink)
            sink.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
