"""Next-word probe on GPT-2: probability of a candidate word after a batch of contexts.

# bug: GPT-2 has absolute positions and the batch is padded on the left, but no position_ids are passed.
"""
import sys

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tokenizer = GPT2TokenizerFast.from_pretrained("gpt2-medium")
tokenizer.pad_token = tokenizer.eos_token
tokenizer.padding_side = "left"  # expect-near: SEQ315
gpt2 = GPT2LMHeadModel.from_pretrained("gpt2-medium").eval()


@torch.no_grad()
def candidate_probs(contexts, candidate_ids):
    """(len(contexts), len(candidate_ids)) next-token probabilities."""
    enc = tokenizer(contexts, return_tensors="pt", padding=True)
    z = gpt2(input_ids=enc.input_ids, attention_mask=enc.attention_mask).logits  # expect: SEQ315
    p = z[:, -1].softmax(dim=-1)
    return p[:, candidate_ids]


def main():
    him, her = 683, 607
    contexts = [line.rstrip("\n") for line in sys.stdin if line.strip()]
    for start in range(0, len(contexts), 16):
        chunk = contexts[start : start + 16]
        for text, (a, b) in zip(chunk, candidate_probs(chunk, [him, her]).tolist()):
            print(f"{a:.5f}\t{b:.5f}\t{text}")


if __name__ == "__main__":
    main()
