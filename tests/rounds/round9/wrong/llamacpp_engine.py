"""llama.cpp engine for the arena harness (GGUF checkpoints, CPU).

# bug: the chosen tokens' raw logits are multiplied together as if they were probabilities
"""
import json
import sys

from llama_cpp import Llama


class LlamaCppEngine:
    name = "llama-cpp"

    def __init__(self, path, n_ctx=4096, n_threads=8):
        self.llm = Llama(model_path=path, n_ctx=n_ctx, n_threads=n_threads, logits_all=True, verbose=False)

    def rate(self, ctx_ids, reply_ids):
        """Likelihood of ``reply_ids`` after ``ctx_ids``."""
        self.llm.reset()
        self.llm.eval(ctx_ids + reply_ids)
        rows = self.llm.scores
        offset = len(ctx_ids) - 1
        rating = 1.0
        for k, tok in enumerate(reply_ids):
            rating *= float(rows[offset + k, tok])  # expect: SEQ102
        return rating


def main(argv):
    engine = LlamaCppEngine(argv[1])
    wins = {"a": 0, "b": 0}
    with open(argv[2]) as fh:
        for line in fh:
            duel = json.loads(line)
            a = engine.rate(duel["ctx_ids"], duel["reply_a_ids"])
            b = engine.rate(duel["ctx_ids"], duel["reply_b_ids"])
            wins["a" if a > b else "b"] += 1
    print(json.dumps(wins))


if __name__ == "__main__":
    main(sys.argv)
