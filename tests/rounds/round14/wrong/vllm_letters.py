"""Multiple-choice letters with vLLM: one generated token, top 20 alternatives.

# bug: the alternatives are stored under their stripped text, so " A" and "A" (two ids) overwrite each other
"""
from vllm import LLM, SamplingParams

LETTERS = "ABCD"


class LetterScorer:
    def __init__(self, path, tp=1):
        self.engine = LLM(model=path, tensor_parallel_size=tp, max_logprobs=20)
        self.params = SamplingParams(temperature=0.0, max_tokens=1, logprobs=20)

    def _table(self, step):
        table = {}
        for entry in step.values():
            table[entry.decoded_token.strip()] = entry.logprob  # expect: SEQ212
        return table

    def __call__(self, prompts):
        """Letters outside the top 20 get -inf: they cannot win the arg-max."""
        answers = []
        for out in self.engine.generate(prompts, self.params):
            t = self._table(out.outputs[0].logprobs[0])
            scores = [t.get(c, float("-inf")) for c in LETTERS]  # expect-near: SEQ212
            answers.append(LETTERS[scores.index(max(scores))])
        return answers


def accuracy(scorer, items):
    got = scorer([it["prompt"] for it in items])
    return sum(g == it["gold"] for g, it in zip(got, items)) / len(items)
