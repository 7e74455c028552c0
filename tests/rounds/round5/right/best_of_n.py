"""Best-of-n with vLLM by mean log-prob per token."""
from vllm import LLM, SamplingParams

PARAMS = SamplingParams(n=8, temperature=1.0, max_tokens=256, logprobs=0)


def average_logprob(out):
    steps = [alts[i].logprob for alts, i in zip(out.logprobs, out.token_ids)]
    return sum(steps) / len(steps) if steps else float("-inf")


def choose(engine: LLM, prompts):
    return [max(r.outputs, key=average_logprob).text for r in engine.generate(prompts, PARAMS)]


if __name__ == "__main__":
    for text in choose(LLM("mistralai/Mistral-7B-v0.1"), ["Once upon a time", "The committee decided"]):
        print(text)
