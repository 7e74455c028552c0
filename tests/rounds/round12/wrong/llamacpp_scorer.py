"""Score recorded completions with a GGUF model through llama-cpp-python.

Input rows hold `prompt_ids` (with BOS) and `completion_ids`; some completions are empty.

# bug: each logit is turned into a "log-probability" alone with a log-sigmoid, and the average divides by the length of a completion that may be empty.
"""
import json
import sys

import numpy as np
from llama_cpp import Llama


def to_logp(z):
    return -np.logaddexp(0.0, -z)  # expect: SEQ107


class GGUFScorer:
    def __init__(self, path, n_ctx=4096):
        self.llm = Llama(model_path=path, n_ctx=n_ctx, logits_all=True, verbose=False)

    def token_logps(self, prompt_ids, completion_ids):
        self.llm.reset()
        self.llm.eval(prompt_ids + completion_ids)
        lo = len(prompt_ids) - 1
        rows = np.asarray(self.llm.scores[lo:lo + len(completion_ids)], dtype=np.float64)
        return to_logp(rows)[np.arange(len(completion_ids)), completion_ids]  # expect-near: SEQ107

    def average(self, prompt_ids, completion_ids):
        lps = self.token_logps(prompt_ids, completion_ids)
        return lps.sum() / len(completion_ids)  # expect: SEQ611


if __name__ == "__main__":
    scorer = GGUFScorer(sys.argv[1])
    for line in sys.stdin:
        r = json.loads(line)
        r["avg_logp"] = float(scorer.average(r["prompt_ids"], r["completion_ids"]))
        print(json.dumps(r))
