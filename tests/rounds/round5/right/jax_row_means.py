"""Per-row mean log-prob of the completion tokens in JAX; best_of never picks a row without any."""
import jax
import jax.numpy as jnp


def row_means(logits, tokens, completion):
    lsm = jax.nn.log_softmax(logits.astype(jnp.float32)[:, :-1])
    nxt = tokens[:, 1:]
    lp = jnp.take_along_axis(lsm, nxt[..., None], -1).squeeze(-1)
    m = completion[:, 1:]
    n = m.sum(-1)
    avg = jnp.where(m > 0, lp, 0.0).sum(-1) / jnp.maximum(n, 1)
    return avg, n


def best_of(logits, tokens, completion, group):
    avg, n = row_means(logits, tokens, completion)
    avg = jnp.where(n > 0, avg, -jnp.inf)
    return avg.reshape(-1, group).argmax(-1)
