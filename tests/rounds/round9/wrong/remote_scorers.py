"""Reference scorers behind two remote engines: a vLLM worker and an OpenAI-style /v1/completions server.

# bug: the vLLM path takes the first entry of each position's mapping instead of the chosen token's; the completions path turns the missing first log-prob into 0.0
"""
from statistics import fmean

from vllm import LLM, SamplingParams


class VLLMScorer:
    def __init__(self, model, k=5):
        self.engine = LLM(model)
        self.params = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=k)

    def loglikelihood(self, ids, n_ctx):
        """Log-probability of ids[n_ctx:] given ids[:n_ctx]."""
        out = self.engine.generate({"prompt_token_ids": ids}, self.params, use_tqdm=False)[0]
        total = 0.0
        for position in out.prompt_logprobs[n_ctx:]:
            entry = list(position.values())[0]  # expect: SEQ211
            total += entry.logprob
        return total


class CompletionsScorer:
    def __init__(self, client, model):
        self.client, self.model = client, model

    def mean_logprob(self, text):
        """Average log-probability of the tokens of ``text``."""
        reply = self.client.completions.create(
            model=self.model, prompt=text, max_tokens=0, echo=True, logprobs=1, temperature=0
        )
        lps = reply.choices[0].logprobs.token_logprobs
        return fmean(lp or 0.0 for lp in lps)  # expect: SEQ311
