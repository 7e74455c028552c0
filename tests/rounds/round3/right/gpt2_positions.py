"""GPT-2 with left padding and explicit position_ids."""
import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


def sentence_logprobs(sentences, name="gpt2"):
    tok = GPT2TokenizerFast.from_pretrained(name, padding_side="left")
    tok.pad_token = tok.eos_token
    gpt = GPT2LMHeadModel.from_pretrained(name).eval()
    enc = tok(sentences, padding=True, return_tensors="pt")
    am = enc.attention_mask
    pos = (am.cumsum(dim=1) - 1).clamp(min=0)
    with torch.no_grad():
        z = gpt(enc.input_ids, attention_mask=am, position_ids=pos).logits
    lp = z[:, :-1].log_softmax(-1).gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1)
    return lp.masked_fill(am[:, :-1] * am[:, 1:] == 0, 0.0).sum(dim=1)
