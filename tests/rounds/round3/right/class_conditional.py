"""Bayes classification with class-conditional LMs: the loss is turned back into a sum."""
import math

import torch


class LMClassifier:
    def __init__(self, models, priors):
        self.models = models
        self.log_prior = {c: math.log(p) for c, p in priors.items()}

    @torch.no_grad()
    def log_posterior(self, ids):
        """ids (1, n) with BOS first."""
        n_scored = ids.size(1) - 1
        joint = torch.tensor(
            [self.log_prior[c] - lm(input_ids=ids, labels=ids).loss.item() * n_scored for c, lm in self.models.items()]
        )
        return dict(zip(self.models, joint.log_softmax(0).tolist()))

    def predict(self, ids):
        post = self.log_posterior(ids)
        return max(post, key=post.get)
