"""CTM writer: word confidence as the paper defines it, the average posterior of a word's sub-words.

This is a display heuristic for reviewers and is not a likelihood. The utterance score in the
comment line is the log-probability of the whole transcript.
"""
import math


def group(tokens):
    words = []
    for piece, lp, start, end in tokens:
        if piece.startswith("\u2581") or not words:
            words.append([piece.lstrip("\u2581"), [], start, end])
        else:
            words[-1][0] += piece
        words[-1][1].append(math.exp(lp))
        words[-1][3] = end
    return words


def ctm(utt, tokens, channel=1):
    yield f";; {utt} logp={sum(t[1] for t in tokens):.3f}"
    for w, posts, a, b in group(tokens):
        conf = sum(posts) / len(posts)
        yield f"{utt} {channel} {a:.2f} {b - a:.2f} {w} {conf:.2f}"
