"""Expert-choice routing: experts pick tokens, the gate runs over the token axis on purpose."""
import jax
import jax.numpy as jnp


def route(x, w_gate, capacity):
    """x (n, d), w_gate (d, e); every expert takes its `capacity` best tokens."""
    affinity = jax.nn.softmax(x @ w_gate, axis=-1)
    gates, tokens = jax.lax.top_k(affinity.T, capacity)
    return gates, tokens


def pool(x, w):
    """Attention pooling over positions: (B, T, D) -> (B, D)."""
    a = jax.nn.softmax(x @ w, axis=1)
    return jnp.einsum("bt,btd->bd", a, x)


if __name__ == "__main__":
    x = jax.random.normal(jax.random.PRNGKey(0), (10, 4))
    g, t = route(x, jnp.ones((4, 2)), 3)
    assert g.shape == (2, 3) and pool(x[None], jnp.ones(4)).shape == (1, 4)
