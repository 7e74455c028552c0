"""Explicit heat equation on a ring; the wrap-around of roll is the periodic boundary."""
import jax
import jax.numpy as jnp


def laplacian(u, dx):
    return (jnp.roll(u, -1, axis=-1) - 2 * u + jnp.roll(u, 1, axis=-1)) / dx ** 2


@jax.jit
def step(u, dt=1e-4, dx=0.02, nu=0.5):
    return u + dt * nu * laplacian(u, dx)


def run(n=50, steps=2000):
    x = jnp.linspace(0.0, 1.0, n, endpoint=False)
    u = jnp.exp(-100.0 * (x - 0.5) ** 2)
    for _ in range(steps):
        u = step(u)
    return u.sum() / n, u
