"""Batched Yes/No judge; reads every row at its own last real token."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class BinaryJudge:
    def __init__(self, name="EleutherAI/pythia-1.4b"):
        self.tk = AutoTokenizer.from_pretrained(name, padding_side="right")
        self.tk.pad_token = self.tk.eos_token
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()
        y, n = self.tk([" Yes", " No"]).input_ids
        assert len(y) == len(n) == 1
        self.pair = [y[0], n[0]]

    @torch.no_grad()
    def p_yes(self, prompts):
        """P(Yes) relative to {Yes, No}."""
        enc = self.tk(prompts, padding=True, return_tensors="pt")
        z = self.lm(**enc).logits
        last = enc["attention_mask"].sum(1) - 1
        z = z[torch.arange(len(prompts)), last]
        return z[:, self.pair].softmax(dim=1)[:, 0]
