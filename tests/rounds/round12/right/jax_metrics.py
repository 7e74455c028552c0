"""Loss and entropy of a decoder in JAX; blocks are packed, the label after the last token is unknown."""
import jax
import jax.numpy as jnp
import optax


def next_tokens(tokens):
    rolled = jnp.roll(tokens, -1, axis=1)
    weight = jnp.ones(tokens.shape, jnp.float32).at[:, -1].set(0.0)
    return rolled, weight


def loss_fn(logits, tokens):
    labels, w = next_tokens(tokens)
    ce = optax.softmax_cross_entropy_with_integer_labels(logits.astype(jnp.float32), labels)
    return (ce * w).sum() / w.sum()


def vocab_entropy(logits):
    lp = jax.nn.log_softmax(logits.astype(jnp.float32))
    return -jnp.einsum("btv,btv->bt", jnp.exp(lp), lp)


@jax.jit
def metrics(logits, tokens):
    return {"nll": loss_fn(logits, tokens), "entropy": vocab_entropy(logits)[:, :-1].mean(-1)}
