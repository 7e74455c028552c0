"""Per-completion log-probs for best-of-n; completions already end in EOS.

# bug: the mask is built by value although pad is eos, so the real EOS is lost, and the sum has no axis so the rows are merged
"""
from dataclasses import dataclass

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@dataclass
class Candidate:
    text: str
    logp: float


def load(name):
    tokenizer = AutoTokenizer.from_pretrained(name)
    tokenizer.pad_token = tokenizer.eos_token
    tokenizer.padding_side = "right"
    return tokenizer, AutoModelForCausalLM.from_pretrained(name).eval()


@torch.no_grad()
def unconditional(tokenizer, net, texts):
    """One log-probability per text, its EOS counted."""
    enc = tokenizer([tokenizer.bos_token + t + tokenizer.eos_token for t in texts], padding=True,
                    add_special_tokens=False, return_tensors="pt")
    y = enc["input_ids"][:, 1:]
    z = net(**enc).logits[:, :-1].float()
    lp = torch.log_softmax(z, -1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
    real = y != tokenizer.pad_token_id  # expect: SEQ304
    totals = (lp * real).sum()  # expect: SEQ408
    return [Candidate(t, float(totals)) for t in texts]  # expect-near: SEQ408
