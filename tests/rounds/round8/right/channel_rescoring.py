"""Bayes reranking with vLLM prompt log-probs: log p(source | draft) + weight * log p(draft)."""
from vllm import LLM, SamplingParams


class Rescorer:
    def __init__(self, channel: LLM, prior: LLM, weight: float = 0.6):
        self.channel, self.prior, self.weight = channel, prior, weight
        self.sp = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)

    def total(self, engine, rows, cuts):
        outs = engine.generate([{"prompt_token_ids": r} for r in rows], self.sp)
        sums = []
        for out, ids, cut in zip(outs, rows, cuts):
            sums.append(sum(d[t].logprob for d, t in zip(out.prompt_logprobs[cut:], ids[cut:])))
        return sums

    def order(self, drafts):
        back = self.total(self.channel, [d["joint"] for d in drafts], [d["cut"] for d in drafts])
        lm = self.total(self.prior, [d["ids"] for d in drafts], [1] * len(drafts))
        ranked = sorted(zip(drafts, back, lm), key=lambda r: r[1] + self.weight * r[2], reverse=True)
        return [d["text"] for d, _, _ in ranked]
