"""Per-line statistics of source files with vLLM prompt_logprobs: mean log-prob and per-word ppl.

# bug: the unscored first token enters the mean as a certain one; and the word-level perplexity of a
minified line overflows a Python float
"""
import math
import sys
from pathlib import Path

from vllm import LLM, SamplingParams

P = SamplingParams(max_tokens=1, prompt_logprobs=0, temperature=0.0)


def token_lps(llm, src):
    o = llm.generate([src], P)[0]
    ids = o.prompt_token_ids
    raw = [d[i].logprob if d else None for d, i in zip(o.prompt_logprobs, ids)]
    return ids, [x or 0.0 for x in raw]  # expect: SEQ311


def file_mean(lps):
    return sum(lps) / len(lps)  # expect-near: SEQ311


def word_ppl(total_lp, line):
    n = max(1, len(line.split()))
    return math.exp(-total_lp / n)  # expect: SEQ609


def per_line(tok, ids, lps):
    cur, text, rows = 0.0, "", []
    for i, l in zip(ids, lps):
        piece = tok.decode([i])
        cur += l
        text += piece
        if piece.endswith("\n"):
            rows.append((text, cur))
            cur, text = 0.0, ""
    if text:
        rows.append((text, cur))
    return rows


if __name__ == "__main__":
    engine = LLM(model="deepseek-ai/deepseek-coder-1.3b-base")
    for f in sys.argv[1:]:
        ids, lps = token_lps(engine, Path(f).read_text())
        print(f, file_mean(lps))
        for line, tot in per_line(engine.get_tokenizer(), ids, lps):
            print(f"  {tot:9.2f} {word_ppl(tot, line):12.1f} {line.rstrip()[:60]}")
