"""NLL per token of packed blocks (Flax)."""
import jax
import jax.numpy as jnp


def block_nll(apply_fn, params, block):
    logits = apply_fn({"params": params}, block[:, :-1], deterministic=True).astype(jnp.float32)
    lp = jax.nn.log_softmax(logits)
    gold = block[:, 1:]
    return -jnp.take_along_axis(lp, gold[..., None], axis=-1)[..., 0]


def run(apply_fn, params, loader):
    fn = jax.jit(lambda p, b: block_nll(apply_fn, p, b))
    total = tokens = 0
    for block in loader:
        nll = fn(params, block)
        total += float(nll.sum())
        tokens += nll.size
    mean = total / max(tokens, 1)
    return {"eval/nll": mean, "eval/ppl": float(jnp.exp(mean)), "eval/bits": mean / float(jnp.log(2.0))}
