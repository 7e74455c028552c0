"""Held-out token NLL, Flax decoder fed with [bos] + tokens[:-1]."""
import jax
import jax.numpy as jnp
import optax


def feed(tokens, bos):
    return jnp.pad(tokens, ((0, 0), (1, 0)), constant_values=bos)[:, :-1]


def evaluate(state, loader, bos=0):
    @jax.jit
    def one(params, tokens, weights):
        z = state.apply_fn({"params": params}, feed(tokens, bos))
        nll = optax.softmax_cross_entropy_with_integer_labels(z.astype(jnp.float32), tokens)
        return (nll * weights).sum(), weights.sum()

    num = den = 0.0
    for b in loader:
        a, c = one(state.params, b["tokens"], b["weights"])
        num += float(a)
        den += float(c)
    avg = num / max(den, 1.0)
    return {"nll": avg, "ppl": float(jnp.exp(avg)), "bits": avg / float(jnp.log(2.0))}
