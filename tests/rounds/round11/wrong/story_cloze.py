"""Story cloze: P(ending | story) from a causal LM.

# bug: minus the mean loss is returned as the ending's log-probability.
"""
import csv

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class EndingModel:
    def __init__(self, name="gpt2-large"):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name).eval()

    def ending_log_prob(self, story, ending):
        """log P(ending | story): the log-probability of the whole ending."""
        enc = self.tokenizer(story + " " + ending, return_tensors="pt", return_offsets_mapping=True)
        offsets = enc.pop("offset_mapping")[0]
        labels = enc["input_ids"].clone()
        labels[0, offsets[:, 1] <= len(story)] = -100
        with torch.no_grad():
            loss = self.model(**enc, labels=labels).loss
        return -loss.item()  # expect: SEQ402


def accuracy(path):
    em = EndingModel()
    n = c = 0
    with open(path, newline="") as f:
        for row in csv.DictReader(f):
            ctx = " ".join(row[f"s{i}"] for i in range(1, 5))
            a, b = em.ending_log_prob(ctx, row["e1"]), em.ending_log_prob(ctx, row["e2"])
            c += (1 if a > b else 2) == int(row["answer"])
            n += 1
    return c / n
