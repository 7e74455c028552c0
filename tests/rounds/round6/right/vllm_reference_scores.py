"""Mean prompt log-prob of reference transcripts with vLLM; the first token has no score and is left out."""
from statistics import fmean

from vllm import LLM, SamplingParams

PARAMS = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)


def scored(output):
    pairs = zip(output.prompt_token_ids, output.prompt_logprobs)
    return [entry[tid].logprob for tid, entry in pairs if entry is not None]


def forced(steps, ids):
    """Sum over forced ids, or None when one of them is outside its top-k mapping."""
    if any(i not in step for step, i in zip(steps, ids)):
        return None
    return sum(step[i] for step, i in zip(steps, ids))


def main():
    engine = LLM("facebook/opt-350m")
    with open("refs.txt") as fh:
        refs = [line.strip() for line in fh if line.strip()]
    for ref, out in zip(refs, engine.generate(refs, PARAMS)):
        vals = scored(out)
        print(f"{fmean(vals) if vals else float('nan'):.3f}\t{ref}")


if __name__ == "__main__":
    main()
