"""Conditional log-prob with a context cache.

# bug: context and continuation are tokenised separately and their ids concatenated.
"""
import functools

import torch


class ContextScorer:
    def __init__(self, lm, tokenizer):
        self.lm = lm
        self.tokenizer = tokenizer
        self.context_ids = functools.lru_cache(1024)(self._context_ids)

    def _context_ids(self, context):
        return tuple(self.tokenizer.encode(context))

    @torch.inference_mode()
    def __call__(self, context, continuation):
        a = self.context_ids(context)
        b = self.tokenizer.encode(continuation, add_special_tokens=False)  # expect-near: SEQ312
        ids = torch.tensor([list(a) + b], device=self.lm.device)  # expect: SEQ312
        lp = self.lm(input_ids=ids).logits[0].float().log_softmax(-1)
        return sum(lp[len(a) + j - 1, t].item() for j, t in enumerate(b))
