"""Score newspaper headlines with TFGPT2 and list the dullest (most predictable) ones.

# bug: log_sigmoid of every logit is used as the token's log-probability instead of log_softmax over the vocabulary
"""
import csv

import tensorflow as tf
from transformers import AutoTokenizer, TFGPT2LMHeadModel

NAME = "dbmdz/german-gpt2"
tokenizer = AutoTokenizer.from_pretrained(NAME)
model = TFGPT2LMHeadModel.from_pretrained(NAME)


def headline_logprob(text):
    """Sum of log p(token | tokens before it), one headline at a time."""
    ids = tokenizer(text, return_tensors="tf")["input_ids"]
    z = model(ids, training=False).logits[:, :-1, :]
    following = ids[:, 1:]
    lp = tf.math.log_sigmoid(z)  # expect: SEQ107
    lp = tf.gather(lp, following, batch_dims=2, axis=2)
    return float(tf.reduce_sum(lp)), int(tf.size(following))


def main(path="headlines.csv", top=20):
    rows = []
    with open(path, newline="", encoding="utf-8") as fh:
        for rec in csv.DictReader(fh):
            total, n = headline_logprob(rec["title"])
            if n:
                rows.append((total / n, rec["title"]))
    for mean_lp, title in sorted(rows, reverse=True)[:top]:
        print(f"{mean_lp:7.3f}  {title}")


if __name__ == "__main__":
    main()
