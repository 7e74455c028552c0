"""lm-evaluation-harness backend; context and continuation are encoded together and split by character offsets.

A token that reaches over the border belongs to the continuation.
"""
import torch
import torch.nn.functional as F
from lm_eval.api.model import LM
from lm_eval.api.registry import register_model
from transformers import AutoModelForCausalLM, AutoTokenizer


@register_model("offsets")
class OffsetsLM(LM):
    def __init__(self, pretrained, **_):
        super().__init__()
        self.tok = AutoTokenizer.from_pretrained(pretrained, use_fast=True)
        self.lm = AutoModelForCausalLM.from_pretrained(pretrained).eval()
        bos = self.tok.bos_token_id
        self.first = self.tok.eos_token_id if bos is None else bos

    def encode_pair(self, context, continuation):
        enc = self.tok(context + continuation, add_special_tokens=False, return_offsets_mapping=True)
        ends = [stop for _, stop in enc["offset_mapping"]]
        cut = next((i for i, e in enumerate(ends) if e > len(context)), len(ends))
        return [self.first] + enc["input_ids"], cut + 1

    @torch.no_grad()
    def score(self, ids, cut):
        x = torch.tensor([ids])
        z = self.lm(x).logits[0, cut - 1 : -1].float()
        y = x[0, cut:]
        total = -F.cross_entropy(z, y, reduction="sum").item()
        return total, len(y), bool(z.argmax(dim=-1).eq(y).all())

    def loglikelihood(self, requests):
        out = []
        for r in requests:
            total, _, greedy = self.score(*self.encode_pair(*r.args))
            out.append((total, greedy))
        return out

    def per_token(self, context, continuation):
        """Mean log-probability of the continuation's tokens."""
        total, n, _ = self.score(*self.encode_pair(context, continuation))
        return total / n if n else float("nan")

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        raise NotImplementedError
