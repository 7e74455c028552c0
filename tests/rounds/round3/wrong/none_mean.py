"""Average log-probability of documents from stored API replies.

# bug: the unscored first token enters the mean as 0.0
"""
import json
import pathlib
import statistics


def document_score(reply: dict) -> float:
    lps = reply["choices"][0]["logprobs"]["token_logprobs"]
    return statistics.fmean([lp or 0.0 for lp in lps])  # expect: SEQ311


def main():
    rows = []
    for path in pathlib.Path("replies").glob("*.json"):
        rows.append((document_score(json.loads(path.read_text())), path.stem))
    rows.sort()
    for score, stem in rows:
        print(f"{stem:30s} {score:8.4f}")


if __name__ == "__main__":
    main()
