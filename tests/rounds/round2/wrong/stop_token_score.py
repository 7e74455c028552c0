"""Log-probability of generated answers including the stop token.

# bug: tokens equal to pad are dropped, and pad is the eos token
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("gpt2-medium")
tok.pad_token_id = tok.eos_token_id  # expect-near: SEQ304
lm = AutoModelForCausalLM.from_pretrained("gpt2-medium").eval()


@torch.no_grad()
def text_logprobs(texts):
    """log p(text, end of text) of every text."""
    enc = tok([tok.bos_token + t + tok.eos_token for t in texts], padding=True, return_tensors="pt")
    z = lm(input_ids=enc.input_ids, attention_mask=enc.attention_mask).logits[:, :-1]
    y = enc.input_ids[:, 1:]
    nll = torch.nn.functional.cross_entropy(z.float().flatten(0, 1), y.flatten(), reduction="none").view_as(y)
    real = y.ne(tok.pad_token_id)  # expect: SEQ304
    return -(nll * real).sum(-1)  # expect-near: SEQ304
