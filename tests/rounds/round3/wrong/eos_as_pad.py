"""Sequence scores for samples that end in EOS.

# bug: pad and eos share one id, so the mask built from the ids also drops the true EOS
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.pad_token = tokenizer.eos_token
model = AutoModelForCausalLM.from_pretrained("gpt2")


def scores(samples):
    """log p(sample, <eos>) for each string."""
    enc = tokenizer([s + tokenizer.eos_token for s in samples], padding=True, return_tensors="pt")
    ids = enc.input_ids
    with torch.no_grad():
        lp = model(**enc).logits[:, :-1].log_softmax(-1)
    tgt = ids[:, 1:]
    keep = tgt.ne(tokenizer.pad_token_id)  # expect: SEQ304
    got = lp.gather(-1, tgt.unsqueeze(-1)).squeeze(-1)
    return got.masked_fill(~keep, 0.0).sum(1).tolist()


print(scores(["Yes.", "No, I do not think so."]))
