"""Two summaries of held-out documents: corpus perplexity (per token) and, apart from it, the per-document
distribution of perplexities (mean_perplexity as Hugging Face evaluate defines it, and the median)."""
import numpy as np
import polars as pl


def document_table(tokens: pl.DataFrame) -> pl.DataFrame:
    return tokens.group_by("doc").agg(
        (-pl.col("logprob").sum()).alias("nll"), pl.len().alias("n")
    )


def corpus_perplexity(t: pl.DataFrame) -> float:
    return float(np.exp(t["nll"].sum() / max(t["n"].sum(), 1)))


def document_statistics(t: pl.DataFrame) -> dict:
    each = np.exp(t["nll"].to_numpy() / t["n"].to_numpy())
    return {
        "mean_perplexity": float(each.mean()),
        "median_perplexity": float(np.median(each)),
        "worst_document": t["doc"][int(each.argmax())],
    }
