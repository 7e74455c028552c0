"""Metrics of a rolling task.

Right: the value is a log-likelihood with its weight; the aggregation divides by both.
"""


def process(doc, results):
    (loglikelihood,) = results
    n_bytes = len(doc["text"].encode("utf-8"))
    return {"bits_per_byte": (loglikelihood, n_bytes), "byte_perplexity": (loglikelihood, n_bytes)}
