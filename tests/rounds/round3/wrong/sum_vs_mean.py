"""Accept an edit if it makes the sentence likelier.

# bug: the summed log-probability of the source is compared with the edit's mean
"""
import torch


class EditFilter:
    def __init__(self, lm):
        self.lm = lm

    @torch.no_grad()
    def token_logprobs(self, ids):
        z = self.lm(ids.unsqueeze(0)).logits.squeeze(0)[:-1]
        return z.log_softmax(dim=1).gather(1, ids[1:].unsqueeze(1)).squeeze(1)

    def accept(self, source, edit):
        before = self.token_logprobs(source).sum()
        after = self.token_logprobs(edit).mean()
        return bool(after > before)  # expect: SEQ503
