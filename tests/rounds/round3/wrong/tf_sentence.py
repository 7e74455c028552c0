"""Sentence negative log-likelihood with TFGPT2.

# bug: labels and logits cover the same positions; the labels have to start one token later
"""
import tensorflow as tf
from transformers import GPT2Tokenizer, TFGPT2LMHeadModel

tokenizer = GPT2Tokenizer.from_pretrained("gpt2")
gpt2 = TFGPT2LMHeadModel.from_pretrained("gpt2")


def sentence_nll(sentence: str) -> float:
    ids = tokenizer(sentence, return_tensors="tf").input_ids
    z = gpt2(ids, training=False).logits
    nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids, logits=z)  # expect: SEQ201
    return float(tf.reduce_sum(nll))


for text in ["He ate the cake.", "He ate the the cake."]:
    print(text, sentence_nll(text))
