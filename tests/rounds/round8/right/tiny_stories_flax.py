"""Corpus perplexity of stories under Flax GPT-2, with the worst stories listed."""
import jax.numpy as jnp
import numpy as np
import optax
from transformers import AutoTokenizer, FlaxGPT2LMHeadModel


class Corpus:
    def __init__(self, name="gpt2"):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.net = FlaxGPT2LMHeadModel.from_pretrained(name)
        self.nats, self.sizes = [], []

    def add(self, story):
        ids = jnp.asarray([self.tk(story, truncation=True, max_length=1024)["input_ids"]])
        z = self.net(ids, train=False).logits
        ce = optax.softmax_cross_entropy_with_integer_labels(z[:, :-1], ids[:, 1:])
        self.nats.append(float(ce.sum()))
        self.sizes.append(int(ce.size))

    def perplexity(self):
        return float(np.exp(np.sum(self.nats) / max(np.sum(self.sizes), 1)))

    def hardest(self, k=3):
        """Indices of the stories with the highest loss per token."""
        each = np.array(self.nats) / np.maximum(self.sizes, 1)
        return np.argsort(-each)[:k].tolist()
