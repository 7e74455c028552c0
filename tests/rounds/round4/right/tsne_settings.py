"""Plot of sentence embeddings: perplexity is t-SNE's neighbourhood size."""
import matplotlib.pyplot as plt
from sklearn.manifold import TSNE


def plot(embeddings, labels, path, perplexity=30.0):
    n = len(embeddings)
    tsne = TSNE(perplexity=min(perplexity, (n - 1) / 3), init="pca", random_state=0)
    xy = tsne.fit_transform(embeddings)
    fig, ax = plt.subplots()
    for lab in sorted(set(labels)):
        sel = [i for i, v in enumerate(labels) if v == lab]
        ax.scatter(xy[sel, 0], xy[sel, 1], s=8, label=str(lab))
    ax.legend()
    fig.savefig(path)
