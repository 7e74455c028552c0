"""Batched letter prediction with GPT-2.

# bug: GPT-2 has absolute positions; left padding needs position_ids
"""
import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

tokenizer = GPT2Tokenizer.from_pretrained("gpt2-large")
tokenizer.padding_side = "left"  # expect-near: SEQ315
tokenizer.pad_token = tokenizer.eos_token
gpt2 = GPT2LMHeadModel.from_pretrained("gpt2-large").eval()
OPTIONS = [tokenizer.convert_tokens_to_ids("Ġ" + c) for c in "ABCD"]


def predict(prompts):
    enc = tokenizer(prompts, padding=True, return_tensors="pt")
    with torch.no_grad():
        z = gpt2(input_ids=enc["input_ids"], attention_mask=enc["attention_mask"]).logits  # expect: SEQ315
    return z[:, -1, OPTIONS].argmax(dim=-1).tolist()


def accuracy(items):
    guesses = predict([q for q, _ in items])
    return sum(g == y for g, (_, y) in zip(guesses, items)) / max(len(items), 1)
