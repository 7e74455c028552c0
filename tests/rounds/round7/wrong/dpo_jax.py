"""Direct Preference Optimization (Rafailov et al., 2023) in JAX.

    L = -log sigmoid(beta * [log pi(yw|x)/ref(yw|x) - log pi(yl|x)/ref(yl|x)])

where log pi(y|x) is the log-probability of the whole answer.
# bug: the answer's log-probability is averaged over its tokens where the objective needs the sum.
"""
import jax
import jax.numpy as jnp


def answer_logps(logits, tokens, answer_mask):
    lp = jax.nn.log_softmax(logits[:, :-1].astype(jnp.float32), axis=-1)
    tgt = tokens[:, 1:]
    m = answer_mask[:, 1:].astype(jnp.float32)
    picked = jnp.take_along_axis(lp, tgt[..., None], axis=-1)[..., 0]
    return jnp.sum(picked * m, axis=-1) / jnp.maximum(m.sum(axis=-1), 1.0)  # expect: SEQ401


def dpo_objective(params, ref_params, apply, batch, beta=0.1):
    def both(p):
        good = apply(p, batch["chosen"], batch["chosen_attn"])
        bad = apply(p, batch["rejected"], batch["rejected_attn"])
        return (answer_logps(good, batch["chosen"], batch["chosen_answer"]),
                answer_logps(bad, batch["rejected"], batch["rejected_answer"]))

    pw, pl = both(params)
    rw, rl = jax.lax.stop_gradient(both(ref_params))
    margin = (pw - rw) - (pl - rl)  # expect-near: SEQ401
    loss = -jax.nn.log_sigmoid(beta * margin).mean()
    return loss, {"margin": margin.mean(), "acc": (margin > 0).mean()}


grad_fn = jax.value_and_grad(dpo_objective, has_aux=True)
