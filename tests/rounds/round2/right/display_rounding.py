"""Scores are ranked exactly and rounded only in the printed table."""
import json


def load(path):
    with open(path) as fh:
        return [json.loads(line) for line in fh]


def score(candidate):
    return sum(candidate["token_logprobs"])


def main(path):
    for rec in load(path):
        ranked = sorted(rec["candidates"], key=score, reverse=True)
        for c in ranked:
            print(round(score(c), 2), c["text"])


if __name__ == "__main__":
    main("candidates.jsonl")
