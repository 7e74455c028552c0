"""Fluency of paraphrases via BERT.

# bug: BERT sees every token that it has to predict, so exp(loss) is no perplexity
"""
import numpy as np
import torch
from transformers import AutoTokenizer, BertForMaskedLM

tz = AutoTokenizer.from_pretrained("bert-base-cased")
bert = BertForMaskedLM.from_pretrained("bert-base-cased").eval()


def perplexity(sentence):
    t = tz(sentence, return_tensors="pt", truncation=True, max_length=512)
    with torch.no_grad():
        loss = bert(**t, labels=t["input_ids"]).loss  # expect: SEQ415
    return float(np.exp(loss.item()))  # expect-near: SEQ415


def most_fluent(paraphrases):
    return min(paraphrases, key=perplexity)


if __name__ == "__main__":
    print(most_fluent(["He went home.", "Home he did went."]))
