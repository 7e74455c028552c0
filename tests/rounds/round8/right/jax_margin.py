"""DPO margins per pair and NLL of padded pages, in JAX."""
import jax
import jax.numpy as jnp


def picked(z, ids):
    lp = jax.nn.log_softmax(z[:, :-1].astype(jnp.float32), axis=-1)
    return jnp.take_along_axis(lp, ids[:, 1:, None], -1)[..., 0]


def row_totals(z, ids, on):
    return jnp.einsum("bt,bt->b", picked(z, ids), on[:, 1:].astype(jnp.float32))


def margins(policy, ref, win, lose):
    def gap(part):
        args = part["ids"], part["attn"]
        frozen = jax.lax.stop_gradient(ref(*args))
        return row_totals(policy(*args), part["ids"], part["answer"]) - row_totals(frozen, part["ids"], part["answer"])

    return gap(win) - gap(lose)


def dpo(policy, ref, win, lose, beta=0.1):
    return -jax.nn.log_sigmoid(beta * margins(policy, ref, win, lose)).mean()


def corpus_nll(policy, batches):
    """NLL per scored token over all batches."""
    nats = n = 0.0
    for b in batches:
        nats -= row_totals(policy(b["ids"], b["attn"]), b["ids"], b["attn"]).sum()
        n += b["attn"][:, 1:].sum()
    return nats / jnp.maximum(n, 1.0)
