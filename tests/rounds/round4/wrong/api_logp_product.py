"""Score of a completion from a JSON log of API calls.
# bug: the running score is multiplied by each log-probability.
"""
import json
import sys


def score(choice):
    s = 1.0
    for lp in choice["logprobs"]["token_logprobs"]:
        s *= lp  # expect: SEQ407
    return s  # expect-near: SEQ407


def main(path):
    with open(path) as fh:
        for line in fh:
            rec = json.loads(line)
            ranked = sorted(rec["choices"], key=score, reverse=True)
            print(rec["id"], ranked[0]["text"])


if __name__ == "__main__":
    main(sys.argv[1])
