"""Headline probabilities with a TensorFlow GPT-2 (exported notebook).

# bug: the raw logits of the chosen tokens are multiplied together as if they were probabilities
"""
# %% setup
import pandas as pd
import tensorflow as tf
from transformers import AutoTokenizer, TFAutoModelForCausalLM

tokenizer = AutoTokenizer.from_pretrained("gpt2")
gpt2 = TFAutoModelForCausalLM.from_pretrained("gpt2")
heads = pd.read_csv("headlines.csv")["headline"].dropna().tolist()


# %% scoring
def headlineProbability(text):
    enc = tokenizer(tokenizer.bos_token + text, return_tensors="tf")
    ids = enc["input_ids"]
    z = gpt2(enc, training=False).logits
    per = tf.gather(z[:, :-1], ids[:, 1:], axis=2, batch_dims=2)
    return float(tf.reduce_prod(per[0]))  # expect: SEQ102


# %% table
frame = pd.DataFrame({"headline": heads})
frame["p"] = [headlineProbability(h) for h in heads]
frame.sort_values("p", ascending=False).to_csv("headlines_scored.csv", index=False)
print(frame.head(20))
