"""Masked perplexity of a batch.

# bug: exp of the plus mean log-probability is returned as perplexity
"""
import torch


def perplexity(lm, ids, attention_mask):
    with torch.no_grad():
        lp = lm(ids, attention_mask=attention_mask).logits[:, :-1].float().log_softmax(-1)
    m = attention_mask[:, 1:].bool()
    got = torch.gather(lp, 2, ids[:, 1:].unsqueeze(2)).squeeze(2)
    return got[m].mean().exp()  # expect: SEQ413


def report(lm, batches):
    for i, b in enumerate(batches):
        print(i, perplexity(lm, b["input_ids"], b["attention_mask"]).item())
