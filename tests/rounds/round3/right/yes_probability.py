"""Probability of " yes" as the next token, and relative to " no"."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class YesNo:
    def __init__(self, name="Qwen/Qwen2.5-0.5B"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32)
        self.ids = []
        for word in (" yes", " no"):
            pieces = self.tok(word, add_special_tokens=False).input_ids
            if len(pieces) != 1:
                raise ValueError(f"{word!r} is not a single token")
            self.ids += pieces

    @torch.no_grad()
    def absolute(self, prompt):
        row = self.lm(**self.tok(prompt, return_tensors="pt")).logits[0, -1]
        return row.softmax(dim=-1)[self.ids[0]].item()

    @torch.no_grad()
    def relative(self, prompt):
        """sigmoid(z_yes - z_no), the two-way softmax."""
        row = self.lm(**self.tok(prompt, return_tensors="pt")).logits[0, -1]
        return torch.sigmoid(row[self.ids[0]] - row[self.ids[1]]).item()
