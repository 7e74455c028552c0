"""Bayesian classification with class-conditional language models.

# bug: minus the mean loss of the class model is added to the log prior as log p(text | class)
"""
import math

import torch


class LMClassifier:
    def __init__(self, models: dict, priors: dict):
        self.models = models
        self.log_prior = {c: math.log(p) for c, p in priors.items()}

    @torch.no_grad()
    def log_joint(self, ids: torch.Tensor) -> dict:
        joint = {}
        for c, lm in self.models.items():
            log_likelihood = -lm(input_ids=ids, labels=ids).loss.item()  # expect: SEQ402
            joint[c] = self.log_prior[c] + log_likelihood  # expect-near: SEQ402
        return joint

    def predict(self, ids):
        joint = self.log_joint(ids)
        return max(joint, key=joint.get)
