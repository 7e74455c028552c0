"""Direct preference optimisation with a linen decoder.

`reply` marks (with 1) the tokens of the reply, including its EOS.
"""
import jax
import jax.numpy as jnp
import optax
from flax.training import train_state


class Cfg:
    beta = 0.1
    lr = 5e-7


def seq_logps(state, params, rows):
    toks, attn = rows["toks"], rows["attn"]
    out = state.apply_fn({"params": params}, toks, attn)
    out = out[:, :-1].astype(jnp.float32)
    picked = jnp.take_along_axis(out, toks[:, 1:, None], -1)[..., 0]
    picked = picked - jax.nn.logsumexp(out, axis=-1)
    return jnp.einsum("bt,bt->b", picked, rows["reply"][:, 1:].astype(jnp.float32))


def step(state: train_state.TrainState, frozen, good, bad):
    ref_g = jax.lax.stop_gradient(seq_logps(state, frozen, good))
    ref_b = jax.lax.stop_gradient(seq_logps(state, frozen, bad))

    def objective(p):
        logits = (seq_logps(state, p, good) - ref_g) - (seq_logps(state, p, bad) - ref_b)
        return jnp.mean(optax.sigmoid_binary_cross_entropy(Cfg.beta * logits, jnp.ones_like(logits)))

    val, g = jax.value_and_grad(objective)(state.params)
    return state.apply_gradients(grads=g), val
