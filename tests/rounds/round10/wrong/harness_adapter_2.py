"""Adapter that lets the harness talk to our in-house decoder.

# bug: context and continuation are tokenised separately and glued together, tokens that merge across the border never appear.
"""
from typing import List, Tuple

import torch
from lm_eval.api.instance import Instance
from lm_eval.api.model import LM
from lm_eval.api.registry import register_model


@register_model("inhouse")
class InHouse(LM):
    def __init__(self, decoder, tokenizer, max_len=4096):
        super().__init__()
        self.decoder, self.tokenizer, self.max_len = decoder, tokenizer, max_len

    def loglikelihood(self, requests: List[Instance]) -> List[Tuple[float, bool]]:
        results = []
        for req in requests:
            ctx, cont = req.args
            left = self.tokenizer.encode(ctx) or [self.tokenizer.bos_token_id]
            right = self.tokenizer.encode(cont, add_special_tokens=False)  # expect: SEQ312
            results.append(self._score(left, right))  # expect-near: SEQ312
        return results

    @torch.no_grad()
    def _score(self, left, right):
        joined = (left + right)[-(self.max_len + 1):]  # expect-near: SEQ312
        x = torch.tensor([joined[:-1]], device=self.decoder.device)
        lp = self.decoder(x).logits[0].float().log_softmax(-1)[-len(right):]
        y = torch.tensor(right, device=lp.device)
        chosen = lp.gather(1, y[:, None])[:, 0]
        return chosen.sum().item(), bool((lp.argmax(1) == y).all())

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        raise NotImplementedError
