"""Mean log-prob per token of source files through vLLM; overflow-safe word perplexity."""
import math
from pathlib import Path

from vllm import SamplingParams


def known(llm, src):
    o = llm.generate([src], SamplingParams(max_tokens=1, prompt_logprobs=0, temperature=0.0))[0]
    for d, i in zip(o.prompt_logprobs, o.prompt_token_ids):
        if d is not None:
            yield d[i].logprob


def stats(llm, path):
    src = Path(path).read_text()
    lps = list(known(llm, src))
    if not lps:
        return None
    tot = math.fsum(lps)
    nll_word = -tot / max(1, len(src.split()))
    return {
        "mean_lp": tot / len(lps),
        "nll_per_word": nll_word,
        "ppl_word": math.exp(nll_word) if nll_word < 700 else math.inf,
    }
