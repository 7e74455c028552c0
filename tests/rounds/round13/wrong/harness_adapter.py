"""lm-evaluation-harness adapter for an in-house transformer.

# bug: _loglikelihood_tokens() hands back the mean of the continuation's token log-probabilities where the harness wants their sum.
# bug: the greedy flag is true when some predicted token differs from the continuation.
"""
import torch
from lm_eval.api.model import TemplateLM
from lm_eval.api.registry import register_model


@register_model("house")
class HouseLM(TemplateLM):
    def __init__(self, net, codec, window=2048):
        super().__init__()
        self.net = net.eval()
        self.codec = codec
        self.window = window

    @property
    def eot_token_id(self):
        return self.codec.eot

    def tok_encode(self, string, **kwargs):
        return self.codec.encode(string)

    @torch.no_grad()
    def _loglikelihood_tokens(self, requests, disable_tqdm=False, **kwargs):
        answers = []
        for _, ctx, cont in requests:
            seq = (ctx + cont)[-(self.window + 1):]
            x = torch.tensor([seq[:-1]])
            z = self.net(x)[0, -len(cont):].float()
            y = torch.tensor(cont)
            lp = torch.log_softmax(z, dim=-1)
            tok = lp[torch.arange(len(cont)), y]
            is_greedy = bool((z.argmax(dim=-1) != y).any())  # expect: SEQ505
            answers.append((tok.mean().item(), is_greedy))  # expect: SEQ401
        return answers

    def loglikelihood_rolling(self, requests, disable_tqdm=False):
        raise NotImplementedError

    def generate_until(self, requests, disable_tqdm=False):
        raise NotImplementedError
