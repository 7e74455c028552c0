"""Noisy-channel intent classifier: log prior + summed log p(utterance | description)."""
import math

import torch
from scipy.special import log_softmax
from transformers import AutoModelForCausalLM, AutoTokenizer


class Channel:
    def __init__(self, ckpt, prior):
        self.tok = AutoTokenizer.from_pretrained(ckpt, use_fast=True)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()
        self.prior = prior

    @torch.no_grad()
    def loglik(self, description, utterance):
        head = f"Intent: {description}\nUser:"
        enc = self.tok(head + " " + utterance, return_tensors="pt", return_offsets_mapping=True)
        inside = enc.pop("offset_mapping")[..., 1] > len(head)
        y = enc["input_ids"].masked_fill(~inside, -100)
        mean_nll = self.lm(**enc, labels=y).loss.item()
        return -mean_nll * int((y[:, 1:] != -100).sum())

    def log_posterior(self, utterance):
        names = list(self.prior)
        joint = [math.log(self.prior[k]) + self.loglik(k, utterance) for k in names]
        return dict(zip(names, log_softmax(joint)))
