"""One DPO update for a decoder-only Flax LM.

The preference margin follows Rafailov et al. (2023): beta times the difference of
log pi(y|x) - log ref(y|x) between the preferred and the dispreferred answer.
`answer_mask` is 1 on the tokens of the answer (EOS included), 0 on prompt and padding.

# bug: the answer mask is cut like the inputs and not like the targets, and log pi(y|x) is averaged over tokens where DPO wants the sum.
"""
from functools import partial

import jax
import jax.numpy as jnp
import optax


def answer_logp(apply_fn, params, ids, attn, answer_mask):
    """log pi(y|x) of every row, shape (B,)."""
    z = apply_fn({"params": params}, ids[:, :-1], attn[:, :-1]).astype(jnp.float32)
    lp = jax.nn.log_softmax(z, axis=-1)
    tok = jnp.take_along_axis(lp, ids[:, 1:, None], axis=-1).squeeze(-1)
    m = answer_mask[:, :-1].astype(tok.dtype)  # expect: SEQ203
    return (tok * m).sum(-1) / jnp.maximum(m.sum(-1), 1.0)  # expect: SEQ401


def pref_loss(params, ref_params, apply_fn, batch, beta):
    def ratio(side):
        args = (batch[f"{side}_ids"], batch[f"{side}_attn"], batch[f"{side}_answer"])
        pol = answer_logp(apply_fn, params, *args)
        ref = jax.lax.stop_gradient(answer_logp(apply_fn, ref_params, *args))
        return pol - ref

    margin = beta * (ratio("win") - ratio("lose"))
    return -jax.nn.log_sigmoid(margin).mean(), (margin > 0).mean()


@partial(jax.jit, static_argnames=("apply_fn", "tx", "beta"))
def update(params, ref_params, opt_state, batch, apply_fn, tx, beta=0.1):
    (loss, acc), grads = jax.value_and_grad(pref_loss, has_aux=True)(
        params, ref_params, apply_fn, batch, beta
    )
    step, opt_state = tx.update(grads, opt_state, params)
    return optax.apply_updates(params, step), opt_state, {"loss": loss, "acc": acc}
