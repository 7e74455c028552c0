"""Score story endings with a TensorFlow GPT-2.

# bug: logits and ids enter the loss at the same positions, without the next-token shift
"""
import numpy as np
import tensorflow as tf
from transformers import AutoTokenizer, TFAutoModelForCausalLM

tok = AutoTokenizer.from_pretrained("distilgpt2")
tok.pad_token = tok.eos_token
lm = TFAutoModelForCausalLM.from_pretrained("distilgpt2")


def story_logprob(stories):
    enc = tok(stories, padding=True, return_tensors="tf")
    z = lm(enc).logits
    nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=enc["input_ids"], logits=z)  # expect: SEQ201
    real = tf.cast(enc["attention_mask"], nll.dtype)
    return -tf.reduce_sum(nll * real, axis=1)  # expect-near: SEQ201


def choose(stories):
    return int(np.argmax(story_logprob(stories).numpy()))
