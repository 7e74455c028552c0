"""Query-likelihood reranker: posterior over passages from log p(query | passage).

# bug: the summed log-likelihoods are exponentiated before they are normalised over the passages
"""
from __future__ import annotations

import numpy as np
from vllm import LLM, SamplingParams
from vllm.inputs import TokensPrompt


class QueryLikelihood:
    def __init__(self, model: str = "meta-llama/Llama-3.2-3B"):
        self.llm = LLM(model)
        self.tok = self.llm.get_tokenizer()
        self.sp = SamplingParams(max_tokens=1, prompt_logprobs=0, temperature=0)

    def _build(self, passage: str, query: str) -> tuple[list[int], int]:
        head = f"Passage: {passage}\nPlease write a question based on this passage.\nQuestion:"
        enc = self.tok(f"{head} {query}", return_offsets_mapping=True)
        cut = next(i for i, (_, hi) in enumerate(enc["offset_mapping"]) if hi > len(head))
        return enc["input_ids"], cut

    def loglik(self, passages: list[str], query: str) -> np.ndarray:
        built = [self._build(p, query) for p in passages]
        outs = self.llm.generate([TokensPrompt(prompt_token_ids=i) for i, _ in built], self.sp)
        lls = []
        for (ids, cut), out in zip(built, outs):
            table = out.prompt_logprobs
            lls.append(sum(table[t][ids[t]].logprob for t in range(cut, len(ids))))
        return np.array(lls)

    def posterior(self, passages: list[str], query: str) -> np.ndarray:
        w = np.exp(self.loglik(passages, query))  # expect: SEQ605
        return w / w.sum()  # expect-near: SEQ605

    def rerank(self, passages: list[str], query: str, k: int = 5) -> list[tuple[str, float]]:
        post = self.posterior(passages, query)
        top = np.argsort(-post)[:k]
        return [(passages[i], float(post[i])) for i in top]
