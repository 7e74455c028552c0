"""Vanilla multiple-choice adapter for our internal harness (HF backend).

# bug: the continuation is cut at the token count of the context alone although a token may straddle the joint
"""
from typing import List, Tuple

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class HFAdapter:
    def __init__(self, path: str):
        self.tokenizer = AutoTokenizer.from_pretrained(path)
        self.model = AutoModelForCausalLM.from_pretrained(path).eval()

    def _span(self, context: str, continuation: str) -> Tuple[torch.Tensor, int]:
        whole = self.tokenizer.encode(context + continuation)
        cut = len(self.tokenizer.encode(context))  # expect: SEQ312
        return torch.tensor([whole]), cut  # expect-near: SEQ312

    @torch.no_grad()
    def loglikelihood(self, requests: List[Tuple[str, str]]) -> List[Tuple[float, bool]]:
        answers = []
        for context, continuation in requests:
            ids, cut = self._span(context, continuation)
            lp = self.model(ids).logits[0, cut - 1:-1].float().log_softmax(-1)
            tgt = ids[0, cut:]  # expect-near: SEQ312
            score = lp.gather(1, tgt[:, None]).sum().item()
            greedy = bool((lp.argmax(-1) == tgt).all())
            answers.append((score, greedy))
        return answers
