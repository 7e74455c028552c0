"""Figures: histogram of document perplexities (macro mean drawn as a line) and a t-SNE map."""
import matplotlib.pyplot as plt
import numpy as np
from sklearn.manifold import TSNE


def document_histogram(nll_sums, counts, path):
    """Macro statistic on purpose: one perplexity per document, then their mean; the micro value is in the title."""
    s, n = np.asarray(nll_sums), np.asarray(counts)
    per_doc = np.exp(s / n)
    fig, ax = plt.subplots()
    ax.hist(per_doc, bins=50, log=True)
    ax.axvline(per_doc.mean(), ls="--", label="mean of documents")
    ax.set_title(f"corpus perplexity {np.exp(s.sum() / n.sum()):.2f}")
    ax.legend()
    fig.savefig(path)


def tsne_map(vectors, path, perplexity=30):
    xy = TSNE(perplexity=perplexity, init="pca").fit_transform(vectors)
    plt.figure()
    plt.scatter(xy[:, 0], xy[:, 1], s=2)
    plt.savefig(path)
