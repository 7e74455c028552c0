"""Reading-time study: surprisal of whole words in bits (sum over their pieces)."""
import numpy as np
import tensorflow as tf

LN2 = float(np.log(2.0))


class WordSurprisal:
    def __init__(self, lm, fast_tokenizer):
        self.lm, self.tk = lm, fast_tokenizer

    def __call__(self, words):
        enc = self.tk(words, is_split_into_words=True, add_special_tokens=False)
        ids = tf.constant([[self.tk.bos_token_id] + enc["input_ids"]])
        z = self.lm(ids, training=False).logits[:, :-1]
        nll = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids[:, 1:], logits=z)[0].numpy()
        bits = np.zeros(len(words))
        np.add.at(bits, np.array(enc.word_ids()), nll / LN2)
        return dict(enumerate(bits.tolist()))
