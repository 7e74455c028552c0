"""Prompted emotion labels with GPT-2 over a padded batch.

# bug: a label of several tokens is represented by its first token; left-padded GPT-2 runs without position_ids
"""
import numpy as np
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

EMOTIONS = ["joyful", "disappointed", "disgusted", "surprised", "anxious", "affectionate"]


class EmotionPrompt:
    def __init__(self, size="gpt2-medium"):
        self.tk = GPT2TokenizerFast.from_pretrained(size)
        self.tk.pad_token = self.tk.eos_token
        self.tk.padding_side = "left"
        self.lm = GPT2LMHeadModel.from_pretrained(size).eval()
        self.cols = [self.tk.encode(" " + e)[0] for e in EMOTIONS]  # expect: SEQ209

    @torch.no_grad()
    def predict(self, lines):
        text = [f'"{ln}" The person who said this feels' for ln in lines]
        enc = self.tk(text, padding=True, return_tensors="pt")
        last = self.lm(input_ids=enc.input_ids, attention_mask=enc.attention_mask).logits[:, -1]  # expect: SEQ315
        lp = last.float().log_softmax(-1)[:, self.cols]
        return np.take(EMOTIONS, lp.argmax(-1).numpy())


if __name__ == "__main__":
    for who in EmotionPrompt().predict(["I can't believe it!", "Leave me alone."]):
        print(who)
