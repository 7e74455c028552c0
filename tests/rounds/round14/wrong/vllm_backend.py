"""vLLM backend of our evaluation service.

# bug: continuation_logprob sums the log-probs of the context tokens as well; length_normalised divides by prompt plus generated tokens.
"""
from vllm import LLM, SamplingParams, TokensPrompt


class VllmBackend:
    def __init__(self, name, **engine):
        self.engine = LLM(model=name, **engine)

    def continuation_logprob(self, requests):
        """requests: (context ids, continuation ids). Returns log p(continuation | context) for each."""
        sp = SamplingParams(temperature=0.0, max_tokens=1, prompt_logprobs=0)
        prompts = [TokensPrompt(prompt_token_ids=c + k) for c, k in requests]
        scores = []
        for out in self.engine.generate(prompts, sp, use_tqdm=False):
            table, ids = out.prompt_logprobs, out.prompt_token_ids
            scores.append(sum(d[t].logprob for d, t in zip(table[1:], ids[1:])))  # expect: SEQ301
        return scores

    def length_normalised(self, prompt_ids, n=8, alpha=1.0):
        """n samples with their log-probability per generated token (to the power alpha)."""
        sp = SamplingParams(n=n, temperature=1.0, max_tokens=256, logprobs=0)
        (res,) = self.engine.generate([TokensPrompt(prompt_token_ids=prompt_ids)], sp, use_tqdm=False)
        ranked = []
        for o in res.outputs:
            size = len(res.prompt_token_ids) + len(o.token_ids)  # expect-near: SEQ418
            ranked.append((o.cumulative_logprob / size ** alpha, o.text))  # expect: SEQ418
        return sorted(ranked, reverse=True)
