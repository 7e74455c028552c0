"""Dump sampled stories from vLLM with their log-likelihood for later filtering.

# bug: of each position's mapping the highest-ranked candidate is taken, not the token that was sampled
"""
import json

from vllm import LLM, SamplingParams


def story_loglik(completion):
    """Log-likelihood of the sampled story under the model."""
    s = 0.0
    for cands in completion.logprobs:
        best = sorted(cands.values(), key=lambda c: c.rank)[0]  # expect: SEQ211
        s += best.logprob  # expect-near: SEQ211
    return s


def main(prompts_path="prompts.jsonl", out_path="stories.jsonl"):
    llm = LLM("meta-llama/Llama-3.2-3B", seed=7, logprobs_mode="raw_logprobs")
    sp = SamplingParams(n=4, temperature=0.9, max_tokens=400, logprobs=5)
    prompts = [json.loads(x)["prompt"] for x in open(prompts_path)]
    with open(out_path, "w") as fh:
        for res in llm.generate(prompts, sp):
            for c in res.outputs:
                fh.write(json.dumps({
                    "prompt": res.prompt,
                    "story": c.text,
                    "loglik": story_loglik(c),
                    "n": len(c.token_ids),
                }) + "\n")


if __name__ == "__main__":
    main()
