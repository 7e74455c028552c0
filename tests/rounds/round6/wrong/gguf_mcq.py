"""Multiple-choice accuracy of a GGUF file via llama-cpp-python completions.

# bug: a letter missing from the top-20 mapping gets log-prob 0.0, the best possible score
"""
import csv
import logging

from llama_cpp import Llama

log = logging.getLogger("mcq")
LETTERS = "ABCD"
TEMPLATE = "{q}\nA. {a}\nB. {b}\nC. {c}\nD. {d}\nAnswer:"


class LocalMCQ:
    def __init__(self, gguf, ctx=2048):
        self.llm = Llama(gguf, n_ctx=ctx, logits_all=True, n_gpu_layers=-1)

    def letter_scores(self, row):
        res = self.llm.create_completion(
            TEMPLATE.format(**row), max_tokens=1, temperature=0.0, logprobs=20
        )
        top = res["choices"][0]["logprobs"]["top_logprobs"][0]
        return {c: top.get(" " + c, 0.0) for c in LETTERS}  # expect: SEQ213

    def predict(self, row):
        s = self.letter_scores(row)
        return max(s, key=s.get)


def evaluate(gguf, path):
    m = LocalMCQ(gguf)
    good = n = 0
    with open(path, newline="") as f:
        for row in csv.DictReader(f):
            guess = m.predict(row)
            good += guess == row["gold"]
            n += 1
            if n % 50 == 0:
                log.info("%d done, acc %.3f", n, good / n)
    return good / n if n else float("nan")


if __name__ == "__main__":
    import sys

    logging.basicConfig(level=logging.INFO)
    print(evaluate(sys.argv[1], sys.argv[2]))
