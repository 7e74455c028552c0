"""Likelihood of a target string under a character model.

# bug: probabilities of successive characters are accumulated with +=
"""
import torch


class CharScorer:
    def __init__(self, net, alphabet):
        self.net = net
        self.index = {c: i for i, c in enumerate(alphabet)}

    @torch.no_grad()
    def likelihood(self, text: str) -> float:
        ids = torch.tensor([[self.index[c] for c in text]])
        probs = self.net(ids[:, :-1]).softmax(dim=-1)[0]
        likelihood = 0.0
        for step, c in zip(probs, ids[0, 1:]):
            likelihood += step[c].item()  # expect: SEQ404
        return likelihood

    def closest(self, words):
        return max(words, key=self.likelihood)
