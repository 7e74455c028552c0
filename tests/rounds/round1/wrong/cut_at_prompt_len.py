"""lm-eval-harness style adapter around an in-house model.

# bug: the joint encoding is cut at len(tokens(prompt)), which a merged token makes wrong.
"""
import torch
from lm_eval.api.model import LM


class InHouseLM(LM):
    def __init__(self, net, enc):
        super().__init__()
        self.net, self.enc = net, enc

    def _one(self, prompt, target):
        n = len(self.enc.encode(prompt))  # expect-near: SEQ312
        ids = torch.tensor(self.enc.encode(prompt + target))
        with torch.no_grad():
            rows = self.net(ids[None])[0].float()
        rows = rows[n - 1 : -1]  # expect-near: SEQ312
        gold = ids[n:]  # expect: SEQ312
        ll = rows.log_softmax(-1).gather(1, gold[:, None]).sum().item()
        return ll, bool((rows.argmax(-1) == gold).all())

    def loglikelihood(self, requests):
        return [self._one(*r.args) for r in requests]

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        raise NotImplementedError
