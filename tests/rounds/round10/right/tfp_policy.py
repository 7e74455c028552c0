"""Categorical policies in TFP and torch, with their entropies."""
import tensorflow as tf
import tensorflow_probability as tfp
import torch

tfd = tfp.distributions


class TFPolicy(tf.keras.Model):
    def __init__(self, actions):
        super().__init__()
        self.body = tf.keras.layers.Dense(64, activation="tanh")
        self.head = tf.keras.layers.Dense(actions)

    def call(self, obs):
        return tfd.Categorical(self.head(self.body(obs)))


def reinforce_tf(policy, obs, act, ret):
    d = policy(obs)
    return -tf.reduce_mean(d.log_prob(act) * ret + 0.01 * d.entropy())


def reinforce_torch(logits, act, ret):
    d = torch.distributions.Categorical(logits=logits.log_softmax(-1))
    return -(d.log_prob(act) * ret + 0.01 * d.entropy()).mean()


def greedy(logits):
    return torch.distributions.Categorical(torch.softmax(logits, dim=-1)).probs.argmax(-1)
