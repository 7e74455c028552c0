"""Probability of short sentences (psycholinguistics tutorial).

# bug: exp(-loss) is a per-token geometric mean, not the probability of the sentence
"""
import math

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
model = AutoModelForCausalLM.from_pretrained("gpt2").eval()


def sentence_probability(sentence):
    """P(w1 ... wn), the first token given the end-of-text marker."""
    ids = tokenizer.encode(tokenizer.bos_token + sentence, return_tensors="pt")
    with torch.no_grad():
        loss = model(ids, labels=ids)[0]
    return math.exp(-loss.item())  # expect: SEQ402  # expect-near: SEQ401


pairs = [("The cat sat on the mat.", "The cat sat the mat on.")]
for a, b in pairs:
    print(a, sentence_probability(a))
    print(b, sentence_probability(b))
