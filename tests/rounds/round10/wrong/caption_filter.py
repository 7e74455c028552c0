"""Keep the most likely caption per image; tokens come with their log-probs.

# bug: the probabilities of the tokens are added up to give the caption's likelihood
"""
import gzip
import json
import math
from collections import defaultdict


def likelihood(tokens):
    """Likelihood of a caption under the decoder."""
    total = 0.0
    for t in tokens:
        total += math.exp(t["logprob"])  # expect: SEQ404
    return total  # expect-near: SEQ404


def group(path):
    by_image = defaultdict(list)
    with gzip.open(path, "rt") as fh:
        for line in fh:
            rec = json.loads(line)
            by_image[rec["image_id"]].append(rec)
    return by_image


def main(src="captions.jsonl.gz", dst="best.json"):
    best = {}
    for image, recs in group(src).items():
        top = max(recs, key=lambda r: likelihood(r["tokens"]))
        best[image] = top["caption"]
    json.dump(best, open(dst, "w"), indent=1)


if __name__ == "__main__":
    main()
