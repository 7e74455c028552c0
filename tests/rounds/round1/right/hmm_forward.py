"""Forward algorithm of an HMM in log space."""
import numpy as np
from scipy.special import logsumexp


def forward(log_init, log_trans, log_emit, obs):
    """log p(obs). log_trans[i, j] = log p(j | i), log_emit[j, o] = log p(o | j)."""
    alpha = log_init + log_emit[:, obs[0]]
    for o in obs[1:]:
        alpha = logsumexp(alpha[:, None] + log_trans, axis=0) + log_emit[:, o]
    return logsumexp(alpha)


def viterbi(log_init, log_trans, log_emit, obs):
    score, back = log_init + log_emit[:, obs[0]], []
    for o in obs[1:]:
        m = score[:, None] + log_trans
        back.append(m.argmax(axis=0))
        score = m.max(axis=0) + log_emit[:, o]
    path = [int(score.argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return path[::-1], float(score.max())


if __name__ == "__main__":
    pi, a, b = np.log([0.6, 0.4]), np.log([[0.7, 0.3], [0.4, 0.6]]), np.log([[0.5, 0.5], [0.1, 0.9]])
    total = sum(np.exp(forward(pi, a, b, [x, y])) for x in (0, 1) for y in (0, 1))
    assert abs(total - 1) < 1e-12
