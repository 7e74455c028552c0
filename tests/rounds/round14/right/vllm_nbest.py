"""Pick the best of an n-best list by log-likelihood per character, per byte or per token (vLLM prompt log-probs)."""
import argparse
import json

from vllm import LLM, SamplingParams

UNITS = {
    "char": lambda text, n: len(text),
    "byte": lambda text, n: len(text.encode("utf-8")),
    "token": lambda text, n: n,
}


def likelihood(llm, text):
    req = llm.generate([text], SamplingParams(max_tokens=1, temperature=0, prompt_logprobs=0), use_tqdm=False)[0]
    pairs = list(zip(req.prompt_token_ids, req.prompt_logprobs))[1:]
    return sum(d[i].logprob for i, d in pairs), len(pairs)


def show(llm, text):
    """Readable dump, one `token logprob` line per position."""
    req = llm.generate([text], SamplingParams(max_tokens=1, temperature=0, prompt_logprobs=0), use_tqdm=False)[0]
    for i, d in zip(req.prompt_token_ids[1:], req.prompt_logprobs[1:]):
        print(f"{d[i].decoded_token!r:>16} {d[i].logprob:8.3f}")


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("nbest")
    ap.add_argument("--model", required=True)
    ap.add_argument("--unit", choices=UNITS, default="byte")
    a = ap.parse_args()
    llm = LLM(a.model)
    for line in open(a.nbest, encoding="utf-8"):
        scored = []
        for h in filter(None, json.loads(line)):
            ll, n = likelihood(llm, h)
            if n:
                scored.append((ll / UNITS[a.unit](h, n), h))
        print(max(scored)[1])


if __name__ == "__main__":
    main()
