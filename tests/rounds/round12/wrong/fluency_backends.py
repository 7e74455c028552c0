"""Two interchangeable fluency backends behind one small interface.

# bug: CausalBackend multiplies the mean loss by the number of input tokens, but only N-1 tokens were scored.
# bug: MaskedBackend reports a perplexity of a masked LM that saw every token it had to predict (labels=input_ids).
"""
import abc

import torch
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoTokenizer


class Backend(abc.ABC):
    loader = None

    def __init__(self, ckpt):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.m = self.loader.from_pretrained(ckpt).eval()

    @abc.abstractmethod
    def fluency(self, sentence: str) -> float: ...


class CausalBackend(Backend):
    """Fluency = log-likelihood of the tokens after the first one."""

    loader = AutoModelForCausalLM

    @torch.no_grad()
    def fluency(self, sentence):
        ids = self.tk(sentence, return_tensors="pt")["input_ids"]
        mean_nll = self.m(input_ids=ids, labels=ids).loss
        return -(mean_nll * ids.size(1)).item()  # expect: SEQ403


class MaskedBackend(Backend):
    """Fluency = minus the perplexity under a masked LM."""

    loader = AutoModelForMaskedLM

    @torch.no_grad()
    def fluency(self, sentence):
        enc = self.tk(sentence, return_tensors="pt")
        res = self.m(**enc, labels=enc["input_ids"])  # expect: SEQ415
        return -torch.exp(res.loss).item()  # expect-near: SEQ415


BACKENDS = {"causal": CausalBackend, "masked": MaskedBackend}


def get(kind, ckpt):
    return BACKENDS[kind](ckpt)
