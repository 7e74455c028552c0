"""Batched next-word probabilities for the agreement test.

# bug: the last column of a right-padded batch is read
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def load(name="gpt2"):
    tok = AutoTokenizer.from_pretrained(name, padding_side="right")
    tok.pad_token = tok.eos_token
    return tok, AutoModelForCausalLM.from_pretrained(name).eval()


@torch.no_grad()
def agreement(tok, lm, prefixes, singular, plural):
    """Fraction of prefixes after which the singular form (a token id) is likelier."""
    enc = tok(prefixes, padding=True, return_tensors="pt")
    last = lm(**enc).logits[:, -1, :]  # expect: SEQ208
    lp = last.float().log_softmax(dim=-1)
    return (lp[:, singular] > lp[:, plural]).float().mean().item()
