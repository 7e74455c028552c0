"""Re-scores logged replies with vLLM; entry t of prompt_logprobs belongs to token t itself."""
from vllm import LLM, SamplingParams
from vllm.inputs import TokensPrompt


def rescore(llm: LLM, pairs):
    """pairs: (prompt ids, reply ids). Returns (sum, mean or None) per pair."""
    sp = SamplingParams(max_tokens=1, prompt_logprobs=1)
    reqs = [TokensPrompt(prompt_token_ids=p + r) for p, r in pairs]
    table = []
    for (p, r), out in zip(pairs, llm.generate(reqs, sp)):
        reply = out.prompt_logprobs[len(p):]
        lps = [d[t].logprob for d, t in zip(reply, r)]
        s = sum(lps)
        table.append((s, s / len(lps) if lps else None))
    return table


def best_of(llm, prompt, replies, per_token=False):
    res = rescore(llm, [(prompt, r) for r in replies if r])
    vals = [m if per_token else s for s, m in res]
    keep = [r for r in replies if r]
    return keep[max(range(len(vals)), key=vals.__getitem__)]
