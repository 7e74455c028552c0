"""Validation for the linen model; the loader gives shifted (x, y) plus weights w."""
import functools

import jax
import jax.numpy as jnp
import numpy as np
import optax


@functools.partial(jax.jit, static_argnames="model")
def _sums(model, variables, x, y, w):
    scores = model.apply(variables, x, train=False).astype(jnp.float32)
    loss = optax.softmax_cross_entropy_with_integer_labels(scores, y)
    top = jax.nn.softmax(scores, axis=-1).max(-1)
    ok = scores.argmax(-1) == y
    return jnp.stack([(loss * w).sum(), (ok * w).sum(), (top * w).sum(), w.sum()])


def validate(model, variables, loader):
    """Token-weighted NLL, its perplexity, top-1 accuracy and the mean top-1 probability."""
    s = np.zeros(4)
    for x, y, w in loader:
        s += np.asarray(_sums(model, variables, x, y, w), dtype=np.float64)
    nll, acc, top = s[:3] / s[3]
    return dict(nll=nll, ppl=np.exp(nll), accuracy=acc, mean_top1=top)
