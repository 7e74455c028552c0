"""Most predictable newspaper titles according to a TF language model."""
import heapq

import tensorflow as tf
from transformers import AutoTokenizer, TFAutoModelForCausalLM


class TitleScorer:
    def __init__(self, name="dbmdz/german-gpt2"):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.net = TFAutoModelForCausalLM.from_pretrained(name)

    def mean_logprob(self, title):
        ids = self.tk(title, return_tensors="tf")["input_ids"]
        z = self.net(ids, training=False).logits
        nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids[:, 1:], logits=z[:, :-1])
        n = int(tf.size(nll))
        return -float(tf.reduce_sum(nll)) / n if n else float("-inf")

    def dullest(self, titles, k=10):
        return heapq.nlargest(k, titles, key=self.mean_logprob)
