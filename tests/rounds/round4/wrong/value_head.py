"""Critic confidence for the search tree.
# bug: the value head has a single unit and is passed through jax.nn.softmax over that unit.
"""
import flax.linen as nn
import jax
import jax.numpy as jnp


class Critic(nn.Module):
    width: int = 256

    @nn.compact
    def __call__(self, h):
        h = nn.relu(nn.Dense(self.width)(h))
        score = nn.Dense(1)(h)
        return jax.nn.softmax(score, axis=-1)  # expect: SEQ115


def node_values(params, states):
    v = Critic().apply(params, states)
    return jnp.squeeze(v, -1)


def pick(params, states):
    return int(jnp.argmax(node_values(params, states)))
