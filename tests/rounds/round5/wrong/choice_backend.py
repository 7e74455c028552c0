"""Log-likelihood backend for the multiple-choice harness.

# bug: context and answer are tokenised in two calls and concatenated, so merges across the boundary are lost
"""
import abc
from typing import Iterable, List, Tuple

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Backend(abc.ABC):
    @abc.abstractmethod
    def loglikelihood(self, requests: Iterable[Tuple[str, str]]) -> List[float]:
        ...


class HFBackend(Backend):
    def __init__(self, ckpt: str, dtype=torch.float32):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForCausalLM.from_pretrained(ckpt, torch_dtype=dtype).eval()

    def _pair(self, ctx: str, ans: str):
        a = self.tok(ctx)["input_ids"]
        b = self.tok(ans, add_special_tokens=False)["input_ids"]  # expect-near: SEQ312
        return a + b, len(a)  # expect: SEQ312

    @torch.inference_mode()
    def _one(self, ctx: str, ans: str) -> float:
        ids, k = self._pair(ctx, ans)
        x = torch.tensor(ids)
        z = self.net(x[None]).logits[0, k - 1:-1]
        lp = torch.log_softmax(z, dim=-1)
        return lp[torch.arange(len(ids) - k), x[k:]].sum().item()

    def loglikelihood(self, requests):
        return [self._one(c, a) for c, a in requests]


def solve(backend: Backend, question: str, options: List[str]) -> int:
    lls = backend.loglikelihood((question, o) for o in options)
    return max(range(len(options)), key=lls.__getitem__)
