"""Next-token probabilities for a left-padded batch.

# bug: the pads in front are attended to, attention_mask is not passed
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class NextTokenServer:
    def __init__(self, name="Qwen/Qwen2.5-1.5B"):
        self.tok = AutoTokenizer.from_pretrained(name, padding_side="left")
        self.lm = AutoModelForCausalLM.from_pretrained(name, torch_dtype=torch.float32).eval()

    @torch.no_grad()
    def __call__(self, prompts):
        batch = self.tok(prompts, padding=True, return_tensors="pt")
        logits = self.lm(batch.input_ids).logits  # expect: SEQ314
        return torch.log_softmax(logits[:, -1], dim=-1)
