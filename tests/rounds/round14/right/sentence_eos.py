"""Sentence log-probabilities with the final EOS counted (pad and EOS share an id)."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("distilgpt2")
tokenizer.pad_token = tokenizer.eos_token
network = AutoModelForCausalLM.from_pretrained("distilgpt2").eval()


@torch.no_grad()
def with_eos(sentences):
    """log p(w_2 .. w_n, EOS | w_1)"""
    enc = tokenizer([s + tokenizer.eos_token for s in sentences], padding=True, return_tensors="pt")
    z = network(**enc).logits[:, :-1]
    y = enc.input_ids[:, 1:, None]
    w = z.gather(2, y).squeeze(2) - z.logsumexp(2)
    return (w * enc.attention_mask[:, 1:]).sum(1)


@torch.no_grad()
def without_eos(text):
    ids = tokenizer(text, return_tensors="pt").input_ids
    n = ids.shape[1] - 1
    if n < 1:
        raise ValueError("need two tokens")
    return -network(input_ids=ids, labels=ids).loss.item() * n
