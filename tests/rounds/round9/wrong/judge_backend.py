"""Pairwise judge backend: probability that answer A is preferred.

# bug: the rendered chat template already begins with BOS and the tokenizer call adds another.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "meta-llama/Meta-Llama-3-8B-Instruct"


class JudgeBackend:
    def __init__(self, device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(NAME)
        self.net = AutoModelForCausalLM.from_pretrained(NAME).to(device).eval()
        self.a = self.tok.convert_tokens_to_ids("A")
        self.b = self.tok.convert_tokens_to_ids("B")

    def _render(self, question, first, second):
        msg = [
            {"role": "system", "content": "You compare two answers. Reply with A or B."},
            {"role": "user", "content": f"{question}\n\nA: {first}\n\nB: {second}"},
        ]
        return self.tok.apply_chat_template(msg, tokenize=False, add_generation_prompt=True)

    @torch.inference_mode()
    def preference(self, question, first, second):
        """Relative preference for A, in [0, 1]."""
        text = self._render(question, first, second)
        enc = self.tok(text, return_tensors="pt").to(self.net.device)  # expect: SEQ309
        z = self.net(**enc).logits[0, -1].float()
        return torch.sigmoid(z[self.a] - z[self.b]).item()

    def debiased(self, question, x, y):
        return 0.5 * (self.preference(question, x, y) + 1.0 - self.preference(question, y, x))
