"""Beer-Lambert attenuation through a layered slab, in decibels and optical depth."""
import math


class Layer:
    def __init__(self, mu, thickness):
        self.mu = mu
        self.thickness = thickness

    def transmission(self):
        return math.exp(-self.mu * self.thickness)


def through(layers):
    t = 1.0
    for layer in layers:
        t *= layer.transmission()
    return t


def decibels(t):
    return -10 * math.log10(t)


def half_value_layer(mu):
    return math.log(2) / mu


def mean_transmission(stacks):
    return sum(through(s) for s in stacks) / len(stacks)


if __name__ == "__main__":
    slab = [Layer(0.2, 1.0), Layer(0.05, 10.0)]
    print(through(slab), decibels(through(slab)), half_value_layer(0.2))
