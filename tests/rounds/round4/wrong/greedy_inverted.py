"""lm-eval adapter.
# bug: is_greedy is true when some arg-max token differs from the continuation.
"""
import torch
from lm_eval.api.model import TemplateLM


class Adapter(TemplateLM):
    def __init__(self, net, tok):
        super().__init__()
        self.net, self.tok = net, tok

    @property
    def eot_token_id(self):
        return self.tok.eos_token_id

    def tok_encode(self, string, **kwargs):
        return self.tok.encode(string, add_special_tokens=False)

    def _loglikelihood_tokens(self, requests, **kwargs):
        res = []
        for _, ctx, cont in requests:
            inp = torch.tensor([(ctx + cont)[:-1]])
            with torch.no_grad():
                lp = self.net(inp).logits[0].float().log_softmax(-1)[-len(cont):]
            gold = torch.tensor(cont)
            is_greedy = bool((lp.argmax(-1) != gold).any())  # expect: SEQ505
            res.append((lp.gather(1, gold[:, None]).sum().item(), is_greedy))
        return res

    def loglikelihood_rolling(self, requests, **kwargs):
        raise NotImplementedError

    def generate_until(self, requests, **kwargs):
        raise NotImplementedError
