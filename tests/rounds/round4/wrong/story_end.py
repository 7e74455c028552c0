"""Story Cloze: pick the better of two endings.
# bug: raw logits of the ending's tokens are multiplied as if they were probabilities.
"""
import torch
from transformers import GPT2LMHeadModel


class EndingModel:
    """The ending is given as ids, so that both runs use one tokenisation."""

    def __init__(self, path="gpt2", device="cpu"):
        self.device = device
        self.lm = GPT2LMHeadModel.from_pretrained(path).to(device).eval()

    @torch.inference_mode()
    def __call__(self, story, ending):
        seq = torch.tensor([story + ending], device=self.device)
        z = self.lm(seq).logits[0]
        value = 1.0
        for k, tok_id in enumerate(ending):
            value *= z[len(story) + k - 1, tok_id].item()  # expect: SEQ102
        return value  # expect-near: SEQ102

    def choose(self, story, a, b):
        return 0 if self(story, a) > self(story, b) else 1  # expect-near: SEQ502|SEQ102
