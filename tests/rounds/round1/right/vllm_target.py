"""Log-probability of given answer tokens with vLLM; entry t belongs to token t."""
from vllm import LLM, SamplingParams


def answer_logprobs(llm: LLM, rows):
    """rows: list of (prompt ids, answer ids) that were tokenised jointly and cut at a token boundary."""
    params = SamplingParams(max_tokens=1, prompt_logprobs=0, temperature=0.0)
    inputs = [{"prompt_token_ids": p + a} for p, a in rows]
    res = []
    for (p, a), out in zip(rows, llm.generate(inputs, params)):
        cells = out.prompt_logprobs[len(p):]
        res.append(sum(cell[t].logprob for cell, t in zip(cells, a)))
    return res


def choose(llm, rows):
    s = answer_logprobs(llm, rows)
    return max(range(len(s)), key=s.__getitem__)
