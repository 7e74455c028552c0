"""Sentence log-probabilities for a padded batch in JAX.

# bug: no mask before the sum over time, pads are scored like words
"""
import jax
import jax.numpy as jnp


@jax.jit
def pick(lp, ids):
    return jnp.take_along_axis(lp, ids[:, :, None], axis=2)[:, :, 0]


def sentence_logprobs(model, tokenizer, sentences):
    enc = tokenizer(sentences, padding="longest", return_tensors="jax")
    z = model(**enc).logits
    lp = jax.nn.log_softmax(z[:, :-1])
    return pick(lp, enc["input_ids"][:, 1:]).sum(axis=1)  # expect: SEQ302


def likelier_half(model, tokenizer, sentences):
    s = sentence_logprobs(model, tokenizer, sentences)
    return [sentences[i] for i in jnp.argsort(-s)[: len(sentences) // 2]]
