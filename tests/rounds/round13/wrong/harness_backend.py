"""lm-evaluation-harness backend for in-house checkpoints, one request at a time.

# bug: context and continuation are encoded apart and their ids glued together
# bug: per_token divides the continuation's log-probability by the length of context plus continuation
"""
import torch
from lm_eval.api.model import LM
from lm_eval.api.registry import register_model
from transformers import AutoModelForCausalLM, AutoTokenizer


@register_model("inhouse")
class InHouse(LM):
    def __init__(self, pretrained, device="cuda:0", **_):
        super().__init__()
        self.tk = AutoTokenizer.from_pretrained(pretrained)
        self.net = AutoModelForCausalLM.from_pretrained(pretrained).to(device).eval()
        self.dev = device

    def _encode(self, context, continuation):
        left = self.tk.encode(context) or [self.tk.eos_token_id]  # expect-near: SEQ312
        right = self.tk.encode(continuation, add_special_tokens=False)  # expect-near: SEQ312
        return left + right, len(left)  # expect: SEQ312

    @torch.no_grad()
    def _rows(self, ids, cut):
        x = torch.tensor([ids], device=self.dev)
        z = self.net(x).logits[0, cut - 1 : -1].float()
        y = x[0, cut:]
        lp = torch.log_softmax(z, -1)
        hit = lp[torch.arange(len(y), device=self.dev), y]
        return hit, bool((z.argmax(-1) == y).all())

    def loglikelihood(self, requests):
        answers = []
        for req in requests:
            ids, cut = self._encode(*req.args)
            hit, greedy = self._rows(ids, cut)
            answers.append((hit.sum().item(), greedy))
        return answers

    def per_token(self, context, continuation):
        """Average log-probability of a token of the continuation."""
        ids, cut = self._encode(context, continuation)
        hit, _ = self._rows(ids, cut)
        return hit.sum().item() / len(ids)  # expect: SEQ418

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        raise NotImplementedError
