"""Adapter of a private model to lm-eval.

# bug: loglikelihood must return the sum over the continuation, here it is the mean
"""
import torch
from lm_eval.api.model import TemplateLM
from lm_eval.api.registry import register_model


@register_model("inhouse")
class InHouseLM(TemplateLM):
    def __init__(self, model, tokenizer):
        super().__init__()
        self.model, self.tokenizer = model, tokenizer

    @property
    def eot_token_id(self):
        return self.tokenizer.eos_token_id

    def tok_encode(self, string, **kwargs):
        return self.tokenizer.encode(string)

    def _loglikelihood_tokens(self, requests, **kwargs):
        out = []
        for _, ctx, cont in requests:
            z = self.model(torch.tensor([ctx + cont])[:, :-1]).logits[0, -len(cont):].float()
            lp = z.log_softmax(-1)
            gold = torch.tensor(cont)
            greedy = bool((lp.argmax(-1) == gold).all())
            got = lp[torch.arange(len(cont)), gold]
            out.append((got.mean().item(), greedy))  # expect: SEQ401
        return out

    def loglikelihood_rolling(self, requests, **kwargs):
        raise NotImplementedError

    def generate_until(self, requests, **kwargs):
        raise NotImplementedError
