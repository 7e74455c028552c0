"""Completion log-likelihood with GPT-2, which has no padding token.
# bug: the pad token is the EOS token, and every id equal to it is masked, the real EOS too.
"""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2")
tok.pad_token = tok.eos_token
lm = GPT2LMHeadModel.from_pretrained("gpt2").eval()


@torch.no_grad()
def text_loglik(texts):
    """log P(text, EOS) per text."""
    enc = tok([tok.bos_token + t + tok.eos_token for t in texts], padding=True, return_tensors="pt")
    z = lm(input_ids=enc.input_ids, attention_mask=enc.attention_mask).logits
    y = enc.input_ids[:, 1:]
    real = y.ne(tok.pad_token_id)  # expect: SEQ304
    lp = z[:, :-1].log_softmax(dim=-1).gather(-1, y[..., None])[..., 0]
    return torch.where(real, lp, torch.zeros_like(lp)).sum(-1)  # expect-near: SEQ304
