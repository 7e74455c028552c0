"""Minimal pairs, left-padded batches, RoPE model."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B", padding_side="left")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B", torch_dtype=torch.float32).eval()


def totals(sents):
    enc = tokenizer(sents, padding=True, return_tensors="pt")
    ids, att = enc.input_ids, enc.attention_mask
    with torch.no_grad():
        z = model(input_ids=ids, attention_mask=att).logits[:, :-1]
    labels = ids.masked_fill(att == 0, -100)
    labels[:, 1:][att[:, :-1] == 0] = -100
    y = labels[:, 1:]
    nll = torch.nn.functional.cross_entropy(z.flatten(0, 1), y.flatten(), ignore_index=-100, reduction="none")
    return -nll.view_as(y).sum(1)


def prefers(good, bad):
    return (totals(good) > totals(bad)).tolist()
