"""Rank translation hypotheses with the numpy export of a decoder.
# bug: the logits of the hypothesis tokens are added up without subtracting the log-partition.
"""
import json
import sys

import numpy as np


def hypothesis_score(scores: np.ndarray, token_ids: np.ndarray) -> float:
    """`scores` is the (T, V) output of the LM head; row t predicts token t + 1."""
    picked = np.take_along_axis(scores[:-1], token_ids[1:, None], axis=1)
    return float(picked[:, 0].sum())  # expect: SEQ101


def best(path):
    archive = np.load(path)
    table = {}
    for name in archive["names"]:
        table[str(name)] = hypothesis_score(archive[f"{name}_lm_head"], archive[f"{name}_ids"])  # expect-near: SEQ101
    return max(table, key=table.get), table  # expect-near: SEQ502


if __name__ == "__main__":
    winner, table = best(sys.argv[1])
    print(json.dumps({"winner": winner, "table": table}, indent=2))
