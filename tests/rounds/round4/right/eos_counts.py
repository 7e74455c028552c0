"""GPT-2 with EOS as padding: the mask comes from the tokenizer, so the real EOS is scored."""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2")
tok.pad_token = tok.eos_token
lm = GPT2LMHeadModel.from_pretrained("gpt2").eval()


@torch.no_grad()
def text_loglik(texts):
    enc = tok([tok.bos_token + t + tok.eos_token for t in texts], padding=True, return_tensors="pt")
    z = lm(**enc).logits
    y = enc.input_ids[:, 1:]
    lp = z[:, :-1].log_softmax(dim=-1).gather(-1, y[..., None])[..., 0]
    return lp.masked_fill(enc.attention_mask[:, 1:] == 0, 0.0).sum(-1)
