"""Corpus perplexity over padded batches."""
import math

import torch
from torch import nn

ce = nn.CrossEntropyLoss(reduction="none")


@torch.no_grad()
def corpus_perplexity(model, tokenizer, texts, bs=8):
    model.eval()
    tokenizer.padding_side = "right"
    nats, toks = 0.0, 0
    for i in range(0, len(texts), bs):
        enc = tokenizer(texts[i:i + bs], padding=True, return_tensors="pt").to(model.device)
        z = model(**enc).logits[:, :-1].float()
        m = enc["attention_mask"][:, 1:].bool()
        per = ce(z.transpose(1, 2), enc["input_ids"][:, 1:])
        nats += per[m].sum().item()
        toks += int(m.sum())
    return math.exp(min(nats / max(toks, 1), 700.0))
