"""Score (prompt, answer) pairs with vLLM.

# bug: the mean runs over the log-probs of the prompt too
"""
from vllm import LLM, SamplingParams, TokensPrompt


def score(llm: LLM, pairs):
    """pairs of token id lists; returns the mean log-probability of every answer."""
    sp = SamplingParams(max_tokens=1, prompt_logprobs=0)
    reqs = [TokensPrompt(prompt_token_ids=p + a) for p, a in pairs]
    result = []
    for (p, a), out in zip(pairs, llm.generate(reqs, sp)):
        ids = p + a
        lps = [d[t].logprob for t, d in zip(ids, out.prompt_logprobs) if d is not None]
        result.append(sum(lps) / max(1, len(lps)))  # expect: SEQ301
    return result
