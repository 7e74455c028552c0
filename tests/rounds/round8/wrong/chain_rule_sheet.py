"""Worksheet 'The chain rule of probability', solution script (llama-cpp-python).

# bug: the words' log-probabilities are multiplied together
"""
from functools import reduce
from operator import mul

from llama_cpp import Llama

llm = Llama("models/tinyllama-1.1b.Q4_K_M.gguf", logits_all=True, n_ctx=512, verbose=False)

SENTENCES = [
    "Paris is the capital of France.",
    "Paris is the capital of Frence.",
    "France is the capital of Paris.",
]


def steps(sentence):
    r = llm.create_completion(sentence, max_tokens=1, echo=True, logprobs=1, temperature=0.0)
    info = r["choices"][0]["logprobs"]
    stop = next(i for i, o in enumerate(info["text_offset"] + [10**9]) if o >= len(sentence))
    return [lp for lp in info["token_logprobs"][:stop] if lp is not None]


def joint(sentence):
    """log P(w2 ... wn | w1)."""
    return reduce(mul, steps(sentence))  # expect: SEQ407


def main():
    results = sorted(((joint(s), s) for s in SENTENCES), reverse=True)
    for value, s in results:
        print(f"{value:12.4f}  {s}")


if __name__ == "__main__":
    main()
