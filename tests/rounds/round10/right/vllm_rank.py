"""Best-of-n in vLLM by average token log-prob; empty samples go last."""
import sys

from vllm import LLM, SamplingParams


def avg(comp):
    lps = [d[t].logprob for t, d in zip(comp.token_ids, comp.logprobs)]
    return sum(lps) / len(lps) if lps else float("-inf")


def main(name, n=8):
    llm = LLM(name, logprobs_mode="raw_logprobs")
    sp = SamplingParams(n=n, temperature=1.0, max_tokens=200, logprobs=0)
    for res in llm.generate([l.strip() for l in sys.stdin], sp):
        best = max(res.outputs, key=avg)
        print(f"{avg(best):.3f}\t{best.text!r}")


if __name__ == "__main__":
    main(sys.argv[1])
