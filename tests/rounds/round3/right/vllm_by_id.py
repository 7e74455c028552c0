"""Document scores from vLLM prompt log-probs, looked up by token id."""
from vllm import LLM, SamplingParams


def document_scores(llm: LLM, docs):
    params = SamplingParams(max_tokens=1, prompt_logprobs=1, temperature=0.0)
    for out in llm.generate(docs, params):
        pairs = list(zip(out.prompt_token_ids, out.prompt_logprobs))[1:]
        total = sum(entry[tid].logprob for tid, entry in pairs)
        yield {"logprob": total, "tokens": len(pairs), "per_token": total / max(len(pairs), 1)}


def corpus_nats_per_token(llm, docs):
    rows = list(document_scores(llm, docs))
    return -sum(r["logprob"] for r in rows) / max(sum(r["tokens"] for r in rows), 1)
