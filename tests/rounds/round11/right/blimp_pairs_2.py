"""Acceptability judgements on minimal pairs."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Judge:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name).eval()

    @torch.no_grad()
    def logprob(self, s):
        ids = self.tok(self.tok.bos_token + s, return_tensors="pt", add_special_tokens=False)["input_ids"]
        z = self.model(ids).logits.log_softmax(-1)
        return sum(z[0, pos - 1, ids[0, pos]].item() for pos in range(1, ids.shape[1]))

    def prefers_first(self, a, b):
        return self.logprob(a) > self.logprob(b)
