"""Perplexity of children's stories under a Flax GPT-2 (TinyStories notebook, exported).

# bug: logits at position t are scored against the token at t, there is no shift
# bug: the corpus perplexity is the arithmetic mean of the stories' perplexities
"""
import json

import jax.numpy as jnp
import numpy as np
import optax
from transformers import AutoTokenizer, FlaxGPT2LMHeadModel

tokenizer = AutoTokenizer.from_pretrained("gpt2")
model = FlaxGPT2LMHeadModel.from_pretrained("gpt2")


def story_nll(story):
    """Negative log-likelihood in nats and the number of scored tokens."""
    ids = jnp.asarray(tokenizer(story, truncation=True, max_length=1024)["input_ids"])[None, :]
    z = model(ids).logits
    nll = optax.softmax_cross_entropy_with_integer_labels(z, ids)  # expect: SEQ201
    return float(nll.sum()), int(nll.size)


def corpus_perplexity(stories):
    """Perplexity of the whole collection."""
    per_story = []
    for s in stories:
        nats, n = story_nll(s)
        if n:
            per_story.append(np.exp(nats / n))  # expect-near: SEQ410
    return float(np.mean(per_story))  # expect: SEQ410


if __name__ == "__main__":
    with open("stories.json", encoding="utf8") as f:
        texts = json.load(f)
    print("stories:", len(texts))
    print("corpus perplexity: %.2f" % corpus_perplexity(texts))
