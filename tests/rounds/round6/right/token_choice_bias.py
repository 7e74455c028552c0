"""Relative preference for one of two single-token pronouns at the same position (minimal pairs, logit difference)."""
import jax
import jax.numpy as jnp


def preference(z_last, a, b):
    """p(a) / (p(a) + p(b)); the log-partition cancels."""
    return jax.nn.sigmoid(z_last[a] - z_last[b])


@jax.jit
def batch_preferences(z, lengths, a, b):
    """z (B, T, V) right padded; the last real position of each row is used."""
    rows = jnp.arange(z.shape[0])
    last = z[rows, lengths - 1]
    return jax.vmap(preference)(last, a, b)


def bias_index(z, lengths, she, he, stereotype_is_he):
    p_he = batch_preferences(z, lengths, he, she)
    agree = jnp.where(stereotype_is_he, p_he, 1.0 - p_he)
    return float(agree.mean()), float((agree > 0.5).mean())


def sequence_logprob(z, ids, mask):
    lp = jax.nn.log_softmax(z[:, :-1].astype(jnp.float32))
    tok = jnp.take_along_axis(lp, ids[:, 1:, None], axis=-1)[..., 0]
    return jnp.where(mask[:, 1:], tok, 0.0).sum(axis=1)
