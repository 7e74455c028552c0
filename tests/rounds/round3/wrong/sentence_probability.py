"""Probability of a sentence under GPT-2.

# bug: exp(-loss) is the geometric mean per token, not the probability of the sentence
"""
import argparse

import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer


def sentence_probability(sentence: str, lm, tok) -> float:
    """p(w_1 ... w_n), starting from <|endoftext|>."""
    ids = tok(tok.bos_token + sentence, return_tensors="pt").input_ids
    with torch.no_grad():
        loss, *_ = lm(ids, labels=ids, return_dict=False)
    return torch.exp(-loss).item()  # expect: SEQ402


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("sentence")
    args = ap.parse_args()
    lm = GPT2LMHeadModel.from_pretrained("gpt2").eval()
    print(sentence_probability(args.sentence, lm, GPT2Tokenizer.from_pretrained("gpt2")))
