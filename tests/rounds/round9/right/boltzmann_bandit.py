"""gradient bandit with a softmax policy; prints average reward"""
import numpy as np

g = np.random.default_rng(0)
K, T, a = 10, 2000, 0.1
q = g.normal(size=K)
h = np.zeros(K)
b = 0.0
R = []
for t in range(1, T + 1):
    z = h - h.max()
    p = np.exp(z) / np.exp(z).sum()
    i = g.choice(K, p=p)
    r = g.normal(q[i])
    b += (r - b) / t
    h -= a * (r - b) * p
    h[i] += a * (r - b)
    R.append(r)
print(np.mean(R[-500:]), q.max(), p.argmax() == q.argmax())
