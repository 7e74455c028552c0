"""Log-probability and rank of each emitted token (vLLM)."""
import json
import sys

from vllm import LLM, SamplingParams


def chosen(token_ids, steps):
    for tid, alts in zip(token_ids, steps):
        info = alts[tid]
        yield info.logprob, info.rank


def pretty(alts, k=3):
    """Text of the best alternatives, for the log only."""
    best = sorted(alts.values(), key=lambda a: a.logprob, reverse=True)[:k]
    return " | ".join(f"{a.decoded_token!r} {a.logprob:.2f}" for a in best)


def main(model, path):
    engine = LLM(model)
    sp = SamplingParams(temperature=0.0, max_tokens=128, logprobs=20)
    prompts = [json.loads(s)["prompt"] for s in open(path)]
    not_first = total = 0
    for req in engine.generate(prompts, sp):
        hyp = req.outputs[0]
        for (lp, rank), alts in zip(chosen(hyp.token_ids, hyp.logprobs), hyp.logprobs):
            total += 1
            if rank > 1:
                not_first += 1
                print(f"{lp:.3f} rank {rank}: {pretty(alts)}")
    print(f"{not_first}/{total} emitted tokens were not the most likely ones")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
