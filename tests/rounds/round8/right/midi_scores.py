"""Log-likelihood of MIDI event sequences, one value per performance (JAX)."""
import jax
import jax.numpy as jnp


def make_scorer(model):
    @jax.jit
    def loglik(params, ev, n):
        z = model.apply({"params": params}, ev[:, :-1], deterministic=True)
        lp = jax.nn.log_softmax(z.astype(jnp.float32))
        tgt = ev[:, 1:]
        own = jnp.take_along_axis(lp, tgt[..., None], axis=-1).squeeze(-1)
        live = jnp.arange(tgt.shape[1])[None] < (n[:, None] - 1)
        return jnp.sum(jnp.where(live, own, 0.0), axis=1)

    return loglik


def best_take(model, params, takes):
    """Takes are ranked by log-likelihood per event."""
    n = jnp.asarray([len(t) for t in takes])
    width = int(n.max())
    grid = jnp.stack([jnp.pad(jnp.asarray(t), (0, width - len(t))) for t in takes])
    per_event = make_scorer(model)(params, grid, n) / jnp.maximum(n - 1, 1)
    return int(jnp.argmax(per_event))
