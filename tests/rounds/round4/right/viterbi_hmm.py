"""HMM in log space: forward algorithm and Viterbi."""
from scipy.special import logsumexp


def forward(log_pi, log_a, log_b, obs):
    alpha = log_pi + log_b[:, obs[0]]
    for o in obs[1:]:
        alpha = logsumexp(alpha[:, None] + log_a, axis=0) + log_b[:, o]
    return logsumexp(alpha)


def viterbi(log_pi, log_a, log_b, obs):
    delta = log_pi + log_b[:, obs[0]]
    back = []
    for o in obs[1:]:
        step = delta[:, None] + log_a
        back.append(step.argmax(axis=0))
        delta = step.max(axis=0) + log_b[:, o]
    path = [int(delta.argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return path[::-1]
