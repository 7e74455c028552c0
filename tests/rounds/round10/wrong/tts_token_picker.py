"""Choose between two transcripts of one clip from stored word probabilities.

The probabilities were written by a separate aligner, one float per word.

# bug: probabilities are rounded to two digits before their log is taken.
"""
import json
import math
import pathlib


def words(path):
    for item in json.loads(pathlib.Path(path).read_text())["words"]:
        yield item["word"], round(item["probability"], 2)  # expect-near: SEQ504


def transcript_logprob(path):
    total = 0.0
    for _, p in words(path):
        if p <= 0:
            return -math.inf
        total += math.log(p)  # expect: SEQ504
    return total


def choose(clip_dir):
    cands = sorted(pathlib.Path(clip_dir).glob("hyp_*.json"))
    return max(cands, key=transcript_logprob)
