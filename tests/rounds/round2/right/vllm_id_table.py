"""Next-token table keyed by token id; text is added for display only."""
import math

from vllm import LLM, SamplingParams


def table(llm: LLM, prompts, k=20):
    params = SamplingParams(max_tokens=1, temperature=0.0, logprobs=k)
    return [{tid: e.logprob for tid, e in res.outputs[0].logprobs[0].items()}
            for res in llm.generate(prompts, params)]


def p_any(row, ids):
    """Summed probability of several spellings of the same answer (disjoint tokens); a lower bound."""
    return sum(math.exp(row[i]) for i in ids if i in row)


def show(row, tok):
    for tid, lp in sorted(row.items(), key=lambda kv: kv[1], reverse=True):
        print(f"{tid:>7} {tok.decode([tid])!r:>12} {lp:.3f}")
