"""Likelihood of whole conversations and of single replies under a chat model."""
import torch
import torch.nn.functional as F


class ChatLikelihood:
    def __init__(self, model, tokenizer):
        self.model = model.eval()
        self.tokenizer = tokenizer

    def _encode(self, turns, **kw):
        s = self.tokenizer.apply_chat_template(turns, tokenize=False, **kw)
        return self.tokenizer(s, add_special_tokens=False, return_tensors="pt").input_ids

    @torch.no_grad()
    def conversation(self, turns):
        """log p(rendered conversation)"""
        ids = self._encode(turns)
        z = self.model(ids).logits[0, :-1].float()
        return -F.cross_entropy(z, ids[0, 1:], reduction="sum").item()

    @torch.no_grad()
    def reply(self, turns, text):
        """log p(text, end of turn | turns)"""
        head = self._encode(turns, add_generation_prompt=True)
        full = self._encode([*turns, {"role": "assistant", "content": text}])
        labels = full.clone()
        labels[:, : head.shape[1]] = -100
        scored = (labels[:, 1:] != -100).sum()
        loss = self.model(input_ids=full, labels=labels).loss
        return -(loss * scored).item()

    def best(self, turns, options):
        return max(options, key=lambda o: self.reply(turns, o))
