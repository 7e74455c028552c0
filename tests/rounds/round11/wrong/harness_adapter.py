"""Adapter that exposes an in-house decoder through the harness' loglikelihood request.

# bug: the greedy flag is true when some token differs from the argmax
"""
import torch
from lm_eval.api.model import LM


class InHouseLM(LM):
    def __init__(self, net, encode_pair, eot):
        super().__init__()
        self.net = net.eval()
        self.encode_pair = encode_pair
        self.eot = eot

    @torch.no_grad()
    def _one(self, ctx_ids, cont_ids):
        ctx_ids = ctx_ids or [self.eot]
        inp = torch.tensor([ctx_ids + cont_ids])[:, :-1]
        lp = self.net(inp)[0].float().log_softmax(dim=-1)[-len(cont_ids):]
        cont = torch.tensor(cont_ids)
        total = lp.gather(1, cont[:, None]).sum().item()
        flag = bool((lp.argmax(-1) != cont).any())  # expect: SEQ505
        return total, flag

    def loglikelihood(self, requests):
        return [self._one(*self.encode_pair(*r.args)) for r in requests]

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        raise NotImplementedError
