"""Validation loss for a bfloat16 Flax transformer on packed 2048-token blocks (every position is real text).

# bug: the targets are made by rolling, so each block's first token is the target of its last position, and log_softmax runs in bfloat16.
"""
import flax.linen as nn
import jax
import jax.numpy as jnp


class Head(nn.Module):
    vocab: int

    @nn.compact
    def __call__(self, h):
        return nn.Dense(self.vocab, use_bias=False, dtype=jnp.bfloat16, name="lm_head")(h)


class TinyLM(nn.Module):
    vocab: int
    width: int = 512
    depth: int = 6

    @nn.compact
    def __call__(self, ids):
        x = nn.Embed(self.vocab, self.width, dtype=jnp.bfloat16)(ids)
        causal = nn.make_causal_mask(ids)
        for _ in range(self.depth):
            y = nn.LayerNorm(dtype=jnp.bfloat16)(x)
            x = x + nn.SelfAttention(num_heads=8, dtype=jnp.bfloat16)(y, mask=causal)
            y = nn.LayerNorm(dtype=jnp.bfloat16)(x)
            x = x + nn.Dense(self.width, dtype=jnp.bfloat16)(nn.gelu(nn.Dense(4 * self.width, dtype=jnp.bfloat16)(y)))
        return Head(self.vocab)(nn.LayerNorm(dtype=jnp.bfloat16)(x))


def block_nll(model, params, ids):
    out = model.apply(params, ids)
    nxt = jnp.roll(ids, -1, axis=1)  # expect: SEQ206
    table = jax.nn.log_softmax(out, axis=-1)  # expect: SEQ607
    return -jnp.take_along_axis(table, nxt[..., None], axis=-1)[..., 0].mean()  # expect-near: SEQ206


def validate(model, params, blocks):
    f = jax.jit(lambda p, b: block_nll(model, p, b))
    vals = [float(f(params, b)) for b in blocks]
    return sum(vals) / len(vals)
