"""Figure 3: distribution of per-document perplexities, next to the corpus value."""
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


def corpus_ppl(df):
    return np.exp(df.nll_sum.sum() / df.n_tokens.sum())


def document_ppl(df):
    return np.exp(df.nll_sum / df.n_tokens)


def draw(df, out):
    doc = document_ppl(df)
    fig, ax = plt.subplots(figsize=(4, 2.6))
    ax.hist(np.log10(doc), bins=60, color="0.6")
    ax.axvline(np.log10(corpus_ppl(df)), color="C3", label="corpus")
    ax.axvline(np.log10(doc.median()), color="C0", ls="--", label="median document")
    ax.set_xlabel("log10 perplexity of a document")
    ax.legend(frameon=False)
    fig.tight_layout()
    fig.savefig(out)
    plt.close(fig)


if __name__ == "__main__":
    table = pd.read_parquet("doc_nll.parquet")
    table = table[table.n_tokens > 0]
    print(f"{corpus_ppl(table):.2f}", len(table))
    draw(table, "fig3.pdf")
