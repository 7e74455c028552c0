"""A vision classifier in JAX: labels and logits have one row per image."""
import jax
import jax.numpy as jnp
import optax


def loss_fn(params, x, y):
    logits = x @ params["w"] + params["b"]
    return optax.softmax_cross_entropy_with_integer_labels(logits, y).mean(), logits


@jax.jit
def step(params, opt_state, x, y):
    (loss, logits), g = jax.value_and_grad(loss_fn, has_aux=True)(params, x, y)
    updates, opt_state = tx.update(g, opt_state)
    acc = jnp.mean(jnp.argmax(logits, axis=1) == y)
    return optax.apply_updates(params, updates), opt_state, loss, acc


tx = optax.sgd(0.1)


def distil(student, teacher):
    """KL(teacher || student) from logits."""
    return optax.losses.kl_divergence(jax.nn.log_softmax(student), jax.nn.softmax(teacher)).mean()
