"""Corpus perplexity of clinical notes under several encoders (table 2 of the report).

# bug: the masked LM sees every token it is asked to predict
# bug: the losses of notes of different length are averaged without weights
"""
import numpy as np
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

MODELS = ["bert-base-uncased", "emilyalsentzer/Bio_ClinicalBERT"]


def corpus_perplexity(name, notes):
    tok = AutoTokenizer.from_pretrained(name)
    mlm = AutoModelForMaskedLM.from_pretrained(name).eval()
    losses = []
    for note in notes:
        enc = tok(note, return_tensors="pt", truncation=True, max_length=512)
        with torch.no_grad():
            out = mlm(**enc, labels=enc["input_ids"])  # expect: SEQ415
        losses.append(out.loss.item())
    avg = np.mean(losses)  # expect: SEQ409
    return float(np.exp(avg))  # expect-near: SEQ415|SEQ409


def table(notes):
    print("model".ljust(40), "ppl")
    for name in MODELS:
        print(name.ljust(40), f"{corpus_perplexity(name, notes):.2f}")


if __name__ == "__main__":
    with open("notes.txt") as f:
        table([line.strip() for line in f if line.strip()])
