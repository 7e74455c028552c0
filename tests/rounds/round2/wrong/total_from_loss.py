"""Total log-probability of a document from the model's loss.

# bug: the mean loss covers n - 1 targets and is multiplied by n
"""
import torch


class DocScorer:
    def __init__(self, lm, tok):
        self.lm = lm.eval()
        self.tok = tok

    @torch.no_grad()
    def logprob(self, doc):
        ids = self.tok(doc, return_tensors="pt").input_ids
        loss = self.lm(input_ids=ids, labels=ids).loss
        return -loss.item() * ids.size(1)  # expect: SEQ403

    def posterior_odds(self, a, b):
        return self.logprob(a) - self.logprob(b)
