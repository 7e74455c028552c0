"""Best-of-n gate: drop samples that the reward model thinks are bad.

# bug: the softmax runs over a head with a single output, so every score is 1.0.
"""
import torch
import torch.nn.functional as F
from transformers import AutoModelForSequenceClassification, AutoTokenizer


class RewardGate:
    def __init__(self, ckpt, threshold=0.5, device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.rm = AutoModelForSequenceClassification.from_pretrained(ckpt, num_labels=1)
        self.rm.to(device).eval()
        self.threshold = threshold

    @torch.no_grad()
    def scores(self, prompt, replies):
        """A number between 0 and 1 per reply."""
        enc = self.tok([prompt] * len(replies), replies, padding=True, truncation=True,
                       max_length=2048, return_tensors="pt").to(self.rm.device)
        head = self.rm(**enc).logits
        return F.softmax(head, dim=-1).squeeze(-1).tolist()  # expect: SEQ115

    def __call__(self, prompt, replies):
        kept = [(s, r) for s, r in zip(self.scores(prompt, replies), replies) if s >= self.threshold]
        kept.sort(key=lambda p: p[0], reverse=True)
        return [r for _, r in kept]
