"""Scores of transformers pipelines are probabilities already."""
import math

from transformers import pipeline


def sentiment(texts, name="distilbert-base-uncased-finetuned-sst-2-english"):
    clf = pipeline("text-classification", model=name, top_k=None)
    out = []
    for scores in clf(texts):
        best = max(scores, key=lambda s: s["score"])
        entropy = -sum(s["score"] * math.log(s["score"]) for s in scores if s["score"] > 0)
        out.append((best["label"], best["score"], entropy))
    return out


def mean_confidence(texts):
    rows = sentiment(texts)
    return sum(p for _, p, _ in rows) / len(rows) if rows else float("nan")


def zero_shot(text, labels):
    r = pipeline("zero-shot-classification", model="facebook/bart-large-mnli")(text, labels)
    return dict(zip(r["labels"], r["scores"]))
