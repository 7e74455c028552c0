"""Reference scorers behind vLLM and an OpenAI-style completions server."""
from abc import ABC, abstractmethod

from vllm import LLM, SamplingParams


class Engine(ABC):
    @abstractmethod
    def token_lps(self, ids, n_ctx):
        """Log-probabilities of ids[n_ctx:]; n_ctx >= 1."""

    def loglikelihood(self, ids, n_ctx):
        return sum(self.token_lps(ids, n_ctx))

    def mean_logprob(self, ids, n_ctx):
        lps = self.token_lps(ids, n_ctx)
        return sum(lps) / max(len(lps), 1)


class VLLMEngine(Engine):
    def __init__(self, model):
        self.llm = LLM(model)
        self.sp = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=0)

    def token_lps(self, ids, n_ctx):
        (out,) = self.llm.generate({"prompt_token_ids": ids}, self.sp, use_tqdm=False)
        return [d[t].logprob for t, d in zip(ids[n_ctx:], out.prompt_logprobs[n_ctx:])]


class CompletionsEngine(Engine):
    def __init__(self, client, model):
        self.client, self.model = client, model

    def token_lps(self, ids, n_ctx):
        r = self.client.completions.create(
            model=self.model, prompt=ids, max_tokens=1, echo=True, logprobs=1, temperature=0
        )
        lps = r.choices[0].logprobs.token_logprobs[n_ctx:len(ids)]
        assert all(v is not None for v in lps)
        return lps

    def whole_text(self, ids):
        """Mean over the tokens that have a log-prob (the first has none)."""
        r = self.client.completions.create(
            model=self.model, prompt=ids, max_tokens=0, echo=True, logprobs=1, temperature=0
        )
        lps = [v for v in r.choices[0].logprobs.token_logprobs if v is not None]
        return sum(lps) / max(len(lps), 1)
