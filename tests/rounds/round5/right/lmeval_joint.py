"""Minimal lm-eval adapter; the boundary comes from character offsets of the jointly encoded text."""
import torch
from lm_eval.api.model import LM
from transformers import AutoModelForCausalLM, AutoTokenizer


class JointLM(LM):
    def __init__(self, path):
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(path, use_fast=True)
        self.net = AutoModelForCausalLM.from_pretrained(path).eval()

    def _encode(self, ctx, cont):
        enc = self.tokenizer(ctx + cont, return_offsets_mapping=True)
        edge = len(ctx)
        first = next(i for i, (a, b) in enumerate(enc["offset_mapping"]) if b > max(a, edge))
        return enc["input_ids"], max(first, 1)

    def loglikelihood(self, requests):
        done = []
        for ctx, cont in (r.args for r in requests):
            ids, first = self._encode(ctx, cont)
            x = torch.tensor([ids])
            with torch.no_grad():
                lsm = torch.log_softmax(self.net(x).logits[0, first - 1 : -1].float(), dim=-1)
            y = x[0, first:]
            picked = lsm[torch.arange(len(y)), y]
            is_greedy = torch.equal(lsm.argmax(dim=-1), y)
            done.append((picked.sum().item(), is_greedy))
        return done

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        raise NotImplementedError
