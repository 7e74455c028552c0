"""Thermodynamics of a few-level system from its spectrum (energies in meV above the ground state)."""
import matplotlib.pyplot as plt
import numpy as np

K_B = 0.08617333  # meV / K


def partition(levels, temperature):
    """Z, mean energy and entropy in units of k_B; levels start at zero."""
    beta = 1.0 / (K_B * temperature)
    w = np.exp(-beta * levels)
    z = w.sum()
    p = w / z
    u = (p * levels).sum()
    return z, u, beta * u + np.log(z)


def phonon_free_energy(omega, temperature):
    """k_B T log(1 - exp(-x)) summed over modes, x = omega / k_B T."""
    x = omega / (K_B * temperature)
    return K_B * temperature * np.log(-np.expm1(-x)).sum()


def main():
    levels = np.array([0.0, 1.2, 1.2, 4.7])
    temps = np.linspace(1, 120, 240)
    s = [partition(levels, t)[2] for t in temps]
    f = [phonon_free_energy(np.array([2.0, 3.5]), t) for t in temps]
    fig, (a, b) = plt.subplots(1, 2, figsize=(8, 3))
    a.plot(temps, s)
    a.axhline(np.log(len(levels)), ls=":")
    b.plot(temps, f)
    fig.savefig("thermo.pdf")


if __name__ == "__main__":
    main()
