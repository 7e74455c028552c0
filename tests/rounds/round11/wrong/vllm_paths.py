"""Ranks sampled reasoning paths by how likely the model itself finds them.

# bug: the tokens' log-probabilities are multiplied with each other
"""
import operator
from collections import defaultdict
from functools import reduce

from vllm import LLM, SamplingParams

engine = LLM(model="Qwen/Qwen2.5-7B-Instruct", max_model_len=8192)
params = SamplingParams(n=16, temperature=1.0, top_p=1.0, max_tokens=1024, logprobs=0)


def path_score(completion):
    chosen = [table[t].logprob for table, t in zip(completion.logprobs, completion.token_ids)]
    return reduce(operator.mul, chosen, 1.0)  # expect: SEQ407


def final_answer(text):
    return text.rsplit("Answer:", 1)[-1].strip().rstrip(".")


def best_paths(prompts):
    for req in engine.generate(prompts, params):
        ranked = defaultdict(list)
        for c in req.outputs:
            ranked[final_answer(c.text)].append((path_score(c), c.text))
        yield {ans: max(v)[1] for ans, v in ranked.items()}


if __name__ == "__main__":
    for d in best_paths(["What is 17 * 23? Think step by step and end with 'Answer:'."]):
        print(list(d))
