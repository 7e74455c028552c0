"""Character LM in jax: validation perplexity.

# bug: targets come from a roll, so the last position is scored on the first character; and perplexity is exp of plus the mean log-prob.
"""
import jax
import jax.numpy as jnp
from jax import lax

VOCAB = 96


def init(key, width=128):
    a, b, c = jax.random.split(key, 3)
    s = 0.05
    return {
        "emb": s * jax.random.normal(a, (VOCAB, width)),
        "rec": s * jax.random.normal(b, (2 * width, width)),
        "out": s * jax.random.normal(c, (width, VOCAB)),
    }


def forward(p, x):
    e = p["emb"][x]

    def cell(h, xt):
        h = jnp.tanh(jnp.concatenate([xt, h], -1) @ p["rec"])
        return h, h

    _, hs = lax.scan(cell, jnp.zeros((x.shape[0], e.shape[-1])), e.swapaxes(0, 1))
    return hs.swapaxes(0, 1) @ p["out"]


def mean_logp(p, x):
    """Mean log-prob of the next character over a batch of equally long lines."""
    y = jnp.roll(x, -1, axis=1)  # expect: SEQ206
    lsm = jax.nn.log_softmax(forward(p, x))
    return jnp.take_along_axis(lsm, y[..., None], 2).mean()  # expect-near: SEQ206


@jax.jit
def validation_perplexity(p, x):
    return jnp.exp(mean_logp(p, x))  # expect: SEQ413


if __name__ == "__main__":
    k = jax.random.PRNGKey(0)
    print(validation_perplexity(init(k), jax.random.randint(k, (4, 40), 0, VOCAB)))
