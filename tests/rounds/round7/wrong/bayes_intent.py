"""Noisy-channel intent detection: log prior + log p(utterance | intent description).

# bug: minus the model's mean loss is used where the summed log-probability of the utterance is needed
"""
import math

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class ChannelClassifier:
    def __init__(self, ckpt, prior):
        self.tok = AutoTokenizer.from_pretrained(ckpt, use_fast=True)
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt).eval()
        self.prior = prior

    def _targets(self, enc, border):
        y = enc["input_ids"].clone()
        for i, (_, end) in enumerate(enc["offset_mapping"][0].tolist()):
            if end <= border:
                y[0, i] = -100
        return y

    @torch.no_grad()
    def loglik(self, description, utterance):
        """log p(utterance | description), all utterance tokens."""
        head = f"Intent: {description}\nUser:"
        enc = self.tok(head + " " + utterance, return_tensors="pt", return_offsets_mapping=True)
        y = self._targets(enc, len(head))
        res = self.lm(input_ids=enc["input_ids"], attention_mask=enc["attention_mask"], labels=y)
        return -res.loss.item()  # expect: SEQ402

    def posterior(self, utterance):
        joint = {k: math.log(p) + self.loglik(k, utterance) for k, p in self.prior.items()}  # expect-near: SEQ402
        top = max(joint.values())
        z = top + math.log(sum(math.exp(v - top) for v in joint.values()))
        return {k: math.exp(v - z) for k, v in joint.items()}
