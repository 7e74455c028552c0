"""Rerank generated headlines by how probable the newsroom model finds them.

# bug: the raw logits of the headline tokens are multiplied together as if they were probabilities
"""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

device = "cuda" if torch.cuda.is_available() else "cpu"
tokenizer = GPT2TokenizerFast.from_pretrained("newsroom/gpt2-headlines")
net = GPT2LMHeadModel.from_pretrained("newsroom/gpt2-headlines").to(device).eval()


def picked(headline):
    ids = tokenizer("<|endoftext|>" + headline, return_tensors="pt").input_ids.to(device)
    with torch.no_grad():
        out = net(ids).logits[0, :-1]
    return out[torch.arange(ids.size(1) - 1), ids[0, 1:]]


def headline_probability(headline):
    return picked(headline).prod().item()  # expect: SEQ102


def rerank(headlines, k=3):
    scored = [(headline_probability(h), h) for h in headlines]
    scored.sort(reverse=True)
    return [h for _, h in scored[:k]]


if __name__ == "__main__":
    with open("drafts.txt") as fh:
        for h in rerank(fh.read().splitlines()):
            print(h)
