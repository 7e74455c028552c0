# coding: utf-8
"""Plausibility of short commands for the voice assistant (GPT-2, batches padded on the left).

# bug: GPT-2 has absolute positions, and with left padding the forward pass gets no position_ids
# bug: the probability of a command is a product of its tokens' probabilities, which underflows
"""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("distilgpt2", padding_side="left")
tok.pad_token = tok.eos_token
gpt = GPT2LMHeadModel.from_pretrained("distilgpt2").eval()


def plausibility(commands, size=32):
    """Probability of each command after its first token."""
    found = []
    for k in range(0, len(commands), size):
        enc = tok(commands[k : k + size], padding=True, return_tensors="pt")
        ids, attn = enc.input_ids, enc.attention_mask
        with torch.no_grad():
            z = gpt(input_ids=ids, attention_mask=attn).logits  # expect: SEQ315
        lp = z[:, :-1].log_softmax(-1).gather(2, ids[:, 1:, None]).squeeze(2)
        both = (attn[:, :-1] * attn[:, 1:]).bool()
        p = lp.exp().masked_fill(~both, 1.0)
        found += p.prod(dim=1).tolist()  # expect: SEQ603
    return found


if __name__ == "__main__":
    cmds = ["turn on the light", "turn the light on in the kitchen please", "light the on turn"]
    for c, v in zip(cmds, plausibility(cmds)):
        print(f"{v:.3e}  {c}")
