"""Sequence scores with EOS; the mask comes from the tokenizer, pad == eos does not matter."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def make(name="gpt2"):
    tok = AutoTokenizer.from_pretrained(name)
    tok.pad_token = tok.eos_token
    return tok, AutoModelForCausalLM.from_pretrained(name)


def scores(samples, tok, model):
    enc = tok([s + tok.eos_token for s in samples], padding=True, return_tensors="pt")
    with torch.no_grad():
        lp = model(**enc).logits[:, :-1].log_softmax(-1)
    got = lp.gather(-1, enc.input_ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return (got * enc.attention_mask[:, 1:]).sum(1).tolist()
