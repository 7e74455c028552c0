"""Score of a candidate translation.
# bug: the probabilities of the tokens are added up.
"""
import torch


class CandidateRanker:
    def __init__(self, lm):
        self.lm = lm

    @torch.no_grad()
    def _token_probs(self, prefix, cand):
        z = self.lm(torch.tensor([prefix + cand])).logits[0]
        p = z.float().softmax(dim=-1)
        span = p[len(prefix) - 1 : len(prefix) + len(cand) - 1]
        return span.gather(1, torch.tensor(cand)[:, None]).flatten()

    def sequence_score(self, prefix, cand):
        """How likely is the whole candidate after the prefix?"""
        return self._token_probs(prefix, cand).sum().item()  # expect: SEQ404

    def rank(self, prefix, cands):
        return sorted(cands, key=lambda c: -self.sequence_score(prefix, c))  # expect-near: SEQ404
