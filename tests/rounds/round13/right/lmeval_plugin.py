"""Harness plugin for checkpoints served from a local module."""
import torch
import torch.nn.functional as F
from lm_eval.api.model import TemplateLM
from lm_eval.api.registry import register_model


@register_model("local-module")
class LocalModule(TemplateLM):
    def __init__(self, module, vocab, max_len=1024):
        super().__init__()
        module.eval()
        self.module, self.vocab, self.max_len = module, vocab, max_len

    @property
    def eot_token_id(self):
        return self.vocab.eot

    def tok_encode(self, string, **kw):
        return self.vocab.encode(string)

    @torch.inference_mode()
    def _loglikelihood_tokens(self, requests, disable_tqdm=False, **kw):
        res = []
        for _key, context, target in requests:
            window = (context + target)[-(self.max_len + 1):]
            n = len(target)
            logits = self.module(torch.tensor(window[:-1])[None])[0, -n:].float()
            gold = torch.tensor(target)
            ll = -F.cross_entropy(logits, gold, reduction="sum")
            res.append((ll.item(), torch.equal(logits.argmax(-1), gold)))
        return res

    def loglikelihood_rolling(self, requests, disable_tqdm=False):
        raise NotImplementedError

    def generate_until(self, requests, disable_tqdm=False):
        raise NotImplementedError
