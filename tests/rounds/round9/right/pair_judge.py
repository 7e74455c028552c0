"""Pairwise judge backend on a chat model."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "meta-llama/Meta-Llama-3-8B-Instruct"


class PairJudge:
    def __init__(self, device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(NAME)
        self.net = AutoModelForCausalLM.from_pretrained(NAME).to(device)
        self.letters = [self.tok.convert_tokens_to_ids(c) for c in "AB"]

    def _encode(self, question, first, second):
        msg = [
            {"role": "system", "content": "You compare two answers. Reply with A or B."},
            {"role": "user", "content": f"{question}\n\nA: {first}\n\nB: {second}"},
        ]
        text = self.tok.apply_chat_template(msg, tokenize=False, add_generation_prompt=True)
        return self.tok(text, add_special_tokens=False, return_tensors="pt").to(self.net.device)

    @torch.inference_mode()
    def preference(self, question, first, second):
        """Share of A among the two letters, in [0, 1]."""
        z = self.net(**self._encode(question, first, second)).logits[0, -1].float()
        return z[self.letters].softmax(dim=0)[0].item()

    def debiased(self, question, x, y):
        return 0.5 * (self.preference(question, x, y) + 1.0 - self.preference(question, y, x))
