"""Rank one-liners by log p(text, end) under GPT-2, which has no pad token of its own."""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tk = GPT2TokenizerFast.from_pretrained("gpt2-medium")
tk.pad_token = tk.eos_token
gpt = GPT2LMHeadModel.from_pretrained("gpt2-medium").eval()
END = tk.eos_token


@torch.inference_mode()
def logp(texts):
    x = tk([f"{END}{t}{END}" for t in texts], padding=True, return_tensors="pt")
    lp = gpt(**x).logits.log_softmax(-1)[:, :-1]
    lp = lp.gather(-1, x["input_ids"][:, 1:, None])[..., 0]
    return (lp * x["attention_mask"][:, 1:]).sum(-1)


def ranked(texts):
    order = logp(texts).argsort(descending=True)
    return [texts[i] for i in order]
