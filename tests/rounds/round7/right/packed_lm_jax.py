"""Next-token loss on packed rows with document ids (targets never cross a document)."""
import jax
import jax.numpy as jnp


def targets_and_weights(tokens, doc_id):
    y = jnp.roll(tokens, shift=-1, axis=-1)
    same = jnp.roll(doc_id, shift=-1, axis=-1) == doc_id
    w = same.at[:, -1].set(False).astype(jnp.float32)
    return y, w


def token_nll(logits, y):
    lp = jax.nn.log_softmax(logits.astype(jnp.float32))
    return -jnp.take_along_axis(lp, y[..., None], axis=-1).squeeze(-1)


@jax.jit
def eval_batch(logits, tokens, doc_id):
    y, w = targets_and_weights(tokens, doc_id)
    return jnp.sum(token_nll(logits, y) * w), jnp.sum(w)


def corpus_perplexity(parts):
    nll = sum(float(a) for a, _ in parts)
    n = sum(float(b) for _, b in parts)
    assert n > 0, "no targets"
    return float(jnp.exp(nll / n))
