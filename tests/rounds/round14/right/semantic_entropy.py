"""Semantic entropy over sampled answers (clusters given), predictive entropy and lexical baselines."""
import numpy as np
from scipy.special import logsumexp


def cluster_log_mass(seq_logprobs, labels):
    """One normalised log-mass per meaning cluster, from sequence log-probs of the distinct samples."""
    lp = np.asarray(seq_logprobs, dtype=float)
    lp = lp - logsumexp(lp)
    labels = np.asarray(labels)
    return np.array([logsumexp(lp[labels == c]) for c in np.unique(labels)])


def semantic_entropy(seq_logprobs, labels):
    m = cluster_log_mass(seq_logprobs, labels)
    return float(-(np.exp(m) * m).sum())


def predictive_entropy(seq_logprobs):
    """Monte Carlo estimate: mean NLL of sequences that the model itself sampled."""
    return float(-np.mean(seq_logprobs))


def normalised_entropy(token_logprobs):
    """Malinin & Gales: as above with each sequence's log-prob divided by its length."""
    return float(-np.mean([np.mean(t) for t in token_logprobs if len(t)]))


def vocabulary_entropy(logits):
    """Entropy in nats of each row's next-token distribution."""
    z = logits - logits.max(axis=-1, keepdims=True)
    p = np.exp(z)
    p /= p.sum(axis=-1, keepdims=True)
    return np.log(np.exp(z).sum(axis=-1)) - (p * z).sum(axis=-1)


def auroc(scores, wrong):
    s, w = np.asarray(scores), np.asarray(wrong, dtype=bool)
    gt = (s[w][:, None] > s[~w][None]).mean()
    tie = (s[w][:, None] == s[~w][None]).mean()
    return gt + 0.5 * tie


if __name__ == "__main__":
    print(semantic_entropy([-12.1, -13.0, -15.2], [0, 0, 1]))
    print(vocabulary_entropy(np.array([[0.0, 0.0], [5.0, 0.0]])))
