"""Held-out NLL over fixed blocks (every block is full, no padding).

# bug: the targets are made with roll, so the first token of each block is scored at its last place.
"""
import jax
import jax.numpy as jnp
import numpy as np
from tqdm import tqdm


def make_nll(model):
    @jax.jit
    def nll(params, block):
        tgt = jnp.roll(block, -1, axis=1)  # expect: SEQ206
        z = model.apply(params, block)
        lp = jax.nn.log_softmax(z, axis=-1)
        per = -jnp.take_along_axis(lp, tgt[..., None], axis=-1)[..., 0]
        return per.sum(), per.size

    return nll


def held_out(model, params, tokens: np.ndarray, T: int = 512, B: int = 16):
    n = tokens.size // (T * B)
    blocks = tokens[: n * T * B].reshape(n, B, T)
    step = make_nll(model)
    s, c = 0.0, 0
    for b in tqdm(blocks):
        a, k = step(params, jnp.asarray(b))
        s += float(a)
        c += int(k)
    return s / c
