"""Combines a cross-encoder's passage relevance with the generator's answer likelihoods.

# bug: softmax over the single relevance logit is always 1, and answer log-likelihoods are exponentiated before they are normalised
"""
import numpy as np
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class PassageGate:
    def __init__(self, name="cross-encoder/ms-marco-MiniLM-L-6-v2"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1).eval()

    @torch.no_grad()
    def __call__(self, question, passages):
        enc = self.tok([question] * len(passages), passages, padding=True,
                       truncation=True, return_tensors="pt")
        score = self.net(**enc).logits
        return torch.softmax(score, dim=-1).squeeze(-1).numpy()  # expect: SEQ115


def posterior(loglik):
    """`loglik[a]` = log p(answer a | question, passage), summed over the answer's tokens."""
    w = np.exp(np.asarray(loglik, dtype=np.float64))  # expect-near: SEQ605
    return w / w.sum()  # expect: SEQ605


def answer(gate, question, passages, loglik):
    """loglik: (passages, answers) array of sequence log-likelihoods."""
    votes = np.zeros(loglik.shape[1])
    for g, row in zip(gate(question, passages), loglik):
        votes += g * posterior(row)
    return int(votes.argmax())
