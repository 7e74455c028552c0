"""Score many options after one prompt.
# bug: the logits of the option's tokens are read at their own positions, and the prompt length enters the normaliser.
"""
import torch
from transformers import AutoModelForCausalLM


class Options:
    def __init__(self, name):
        self.lm = AutoModelForCausalLM.from_pretrained(name).eval()

    @torch.no_grad()
    def per_token(self, prompt, option):
        """Log-probability per option token."""
        x = torch.tensor([prompt + option])
        lp = self.lm(x).logits[0].float().log_softmax(-1)
        total = 0.0
        for i in range(len(prompt), len(prompt) + len(option)):
            total += lp[i, x[0, i]].item()  # expect: SEQ201
        return total / x.shape[1]  # expect: SEQ418
