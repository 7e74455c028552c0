"""Choices through llama-cpp-python's completion call.
# bug: the first alternative of top_logprobs is used, and the whole echo is scored instead of the choice.
"""
from llama_cpp import Llama

llm = Llama("model.gguf", logits_all=True, n_ctx=1024, verbose=False)


def choice_logprob(prompt: str, choice: str) -> float:
    """log P(choice | prompt)"""
    r = llm.create_completion(prompt + choice, max_tokens=1, echo=True, logprobs=5, temperature=0)
    lp = r["choices"][0]["logprobs"]
    tops = lp["top_logprobs"][1:-1]
    return sum(next(iter(d.values())) for d in tops)  # expect: SEQ211|SEQ204 # expect: SEQ301


def pick(prompt, choices):
    return max(choices, key=lambda c: choice_logprob(prompt, c))  # expect-near: SEQ301
