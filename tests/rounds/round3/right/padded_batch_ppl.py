"""Corpus perplexity of short texts; padding is set to -100 through the attention mask."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.no_grad()
def corpus_perplexity(texts, name="gpt2", size=8):
    tok = AutoTokenizer.from_pretrained(name)
    tok.pad_token = tok.eos_token
    lm = AutoModelForCausalLM.from_pretrained(name)
    nats, count = torch.zeros(()), 0
    for i in range(0, len(texts), size):
        enc = tok(texts[i : i + size], padding=True, truncation=True, max_length=1024, return_tensors="pt")
        labels = enc.input_ids.masked_fill(enc.attention_mask == 0, -100)
        n = (labels[:, 1:] != -100).sum()
        if n == 0:
            continue
        nats += lm(**enc, labels=labels).loss * n
        count += n.item()
    return torch.exp(nats / max(count, 1)).item()
