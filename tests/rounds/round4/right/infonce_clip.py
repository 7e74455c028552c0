"""CLIP loss: temperature-scaled similarities over the batch."""
import jax
import jax.numpy as jnp
import optax


def clip_loss(image, text, log_scale):
    image = image / jnp.linalg.norm(image, axis=-1, keepdims=True)
    text = text / jnp.linalg.norm(text, axis=-1, keepdims=True)
    sim = image @ text.T * jnp.exp(log_scale)
    y = jnp.arange(sim.shape[0])
    a = optax.softmax_cross_entropy_with_integer_labels(sim, y)
    b = optax.softmax_cross_entropy_with_integer_labels(sim.T, y)
    return 0.5 * (a.mean() + b.mean())


def retrieval(sim):
    return jax.nn.softmax(sim, axis=0).argmax(axis=0)
