"""Score continuations with vLLM's prompt log-probs (entry t belongs to token t)."""
from vllm import LLM, SamplingParams
from vllm.inputs import TokensPrompt


class PromptScorer:
    def __init__(self, checkpoint):
        self.engine = LLM(checkpoint)
        self.params = SamplingParams(max_tokens=1, temperature=0.0, prompt_logprobs=1)

    def continuation_logprobs(self, pairs):
        """pairs: (context_ids, continuation_ids), contexts non-empty; returns one sum per pair."""
        prompts = [TokensPrompt(prompt_token_ids=a + b) for a, b in pairs]
        sums = []
        for (context, continuation), out in zip(pairs, self.engine.generate(prompts, self.params)):
            tail = out.prompt_logprobs[len(context):]
            sums.append(sum(d[t].logprob for d, t in zip(tail, continuation)))
        return sums

    def best(self, context, continuations):
        values = self.continuation_logprobs([(context, c) for c in continuations])
        return max(range(len(values)), key=values.__getitem__)
