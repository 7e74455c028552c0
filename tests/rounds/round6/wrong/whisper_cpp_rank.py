"""Ranks alternative transcripts by their length-normalised likelihood.

# bug: the sequence probability, not its log, is divided by the length; and scores are rounded before the comparison.
"""
import json
import math
import sys
from typing import Dict, List


def normalised(token_logprobs: List[float]) -> float:
    joint = math.exp(sum(token_logprobs))
    return joint / len(token_logprobs)  # expect: SEQ406


def lm_score(token_logprobs: List[float]) -> float:
    return math.fsum(token_logprobs)


def order_by_lm(alts: List[Dict]) -> List[Dict]:
    return sorted(alts, key=lambda a: round(lm_score(a["lm_logprobs"])), reverse=True)  # expect: SEQ504


def main() -> None:
    for line in sys.stdin:
        utt = json.loads(line)
        alts = [a for a in utt["alternatives"] if a["logprobs"] and a["lm_logprobs"]]
        if not alts:
            continue
        by_am = max(alts, key=lambda a: normalised(a["logprobs"]))  # expect-near: SEQ406
        print(utt["id"], by_am["text"], order_by_lm(alts)[0]["text"], sep="\t")


if __name__ == "__main__":
    main()
