"""Fixed answers and paraphrases with vLLM.

# bug: the first value of every top-k mapping is taken, whatever token it belongs to; min over log-likelihoods, and the sorted list starts with the least likely paraphrase.
"""
from vllm import SamplingParams


def answer_logprob(engine, ids, n_prompt):
    """ids: prompt + answer token ids."""
    sp = SamplingParams(max_tokens=1, prompt_logprobs=5, temperature=0)
    res = engine.generate([{"prompt_token_ids": ids}], sp, use_tqdm=False)[0]
    total = 0.0
    for cell in res.prompt_logprobs[n_prompt:]:
        total += next(iter(cell.values())).logprob  # expect: SEQ211
    return total


def log_likelihoods(llm, texts):
    outs = llm.generate(texts, SamplingParams(max_tokens=1, prompt_logprobs=0))
    res = []
    for o in outs:
        total = 0.0
        for tid, d in zip(o.prompt_token_ids[1:], o.prompt_logprobs[1:]):
            total += d[tid].logprob
        res.append(total)
    return res


def best_paraphrase(llm, texts):
    ll = log_likelihoods(llm, texts)
    return min(zip(ll, texts))[1]  # expect: SEQ501


def best_three(llm, texts):
    ll = log_likelihoods(llm, texts)
    order = sorted(range(len(texts)), key=lambda i: ll[i])
    return [texts[i] for i in order[:3]]  # expect-near: SEQ501
