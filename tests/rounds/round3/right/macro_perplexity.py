"""Per-document statistics; the macro average is reported under its own name."""
import numpy as np


def document_table(docs):
    """docs: name -> array of natural token log-probs (at least one each)."""
    return {name: float(np.exp(-np.mean(lps))) for name, lps in docs.items()}


def report(docs):
    table = document_table(docs)
    nats = -sum(float(np.sum(v)) for v in docs.values())
    tokens = sum(len(v) for v in docs.values())
    return {
        "corpus_perplexity": float(np.exp(nats / max(tokens, 1))),
        "median_document_perplexity": float(np.median(list(table.values()))),
        "documents": table,
    }


if __name__ == "__main__":
    r = report({"a": np.log([0.5, 0.5]), "b": np.log([0.25])})
    assert np.isclose(r["corpus_perplexity"], (2 * 2 * 4) ** (1 / 3))
