"""Log-likelihood of words under a character model, accumulated in log space."""
import torch


class CharScorer:
    def __init__(self, net, alphabet):
        self.net = net
        self.index = {c: i for i, c in enumerate(alphabet)}

    @torch.no_grad()
    def loglik(self, text):
        ids = torch.tensor([[self.index[c] for c in text]])
        rows = self.net(ids[:, :-1])[0].log_softmax(dim=-1)
        acc = 0.0
        for row, c in zip(rows, ids[0, 1:]):
            acc += row[c].item()
        return acc

    def closest(self, words):
        """Words of one length, so the sums are comparable."""
        return max(words, key=self.loglik)
