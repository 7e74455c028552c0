"""Zero-shot mood of student feedback, read off the next-token distribution.

# bug: only the first token of the multi-word labels is scored (both "very ..." labels collide)
"""
from collections import Counter

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

MOODS = ["very pleased", "pleased", "indifferent", "annoyed", "very annoyed"]
tk = AutoTokenizer.from_pretrained("gpt2-large")
m = AutoModelForCausalLM.from_pretrained("gpt2-large").eval()

firsts = {mood: tk.encode(" " + mood)[0] for mood in MOODS}  # expect: SEQ209


def mood_of(comment):
    prompt = f"Feedback: {comment}\nThe student is"
    enc = tk(prompt, return_tensors="pt")
    with torch.no_grad():
        last = m(**enc).logits[0, -1]
    lp = last.log_softmax(0)
    return max(MOODS, key=lambda name: lp[firsts[name]].item())  # expect-near: SEQ209


def tally(comments):
    return Counter(mood_of(c) for c in comments)


if __name__ == "__main__":
    print(tally(["I finally understood fractions!", "The room was cold.", "You never answered my mail."]))
