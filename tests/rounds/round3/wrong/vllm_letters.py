"""Letter probabilities of a multiple-choice prompt with vLLM.

# bug: the mapping is rebuilt with decoded_token as the key, different ids share one text
# bug: a letter outside the returned entries counts as log-probability 0
"""
from vllm import LLM, SamplingParams

LETTERS = ("A", "B", "C", "D")


def letter_scores(llm: LLM, prompts):
    sp = SamplingParams(max_tokens=1, logprobs=10, temperature=0)
    rows = []
    for req in llm.generate(prompts, sp):
        first = req.outputs[0].logprobs[0]
        by_text = {e.decoded_token.strip(): e.logprob for e in first.values()}  # expect: SEQ212
        rows.append([by_text.get(x, 0.0) for x in LETTERS])  # expect: SEQ213
    return rows


def accuracy(llm, items):
    rows = letter_scores(llm, [i["prompt"] for i in items])
    good = [r.index(max(r)) == i["gold"] for r, i in zip(rows, items)]
    return sum(good) / max(len(good), 1)
