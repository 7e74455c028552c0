"""Document scores with JAX; logits arrive in bfloat16 from the model server."""
import jax
import jax.numpy as jnp


@jax.jit
def document_logprob(logits, ids, mask):
    """Summed log-prob of ids[:, 1:] given the first token; padding excluded."""
    z = logits[:, :-1].astype(jnp.float32)
    tgt = ids[:, 1:]
    chosen = jnp.take_along_axis(z, tgt[..., None], axis=-1)[..., 0]
    lp = chosen - jax.scipy.special.logsumexp(z, axis=-1)
    return jnp.where(mask[:, 1:] > 0, lp, 0.0).sum(axis=-1)


def corpus_perplexity(batches):
    s, n = 0.0, 0
    for logits, ids, mask in batches:
        s += float(document_logprob(logits, ids, mask).sum())
        n += int(mask[:, 1:].sum())
    return float(jnp.exp(-s / n))
