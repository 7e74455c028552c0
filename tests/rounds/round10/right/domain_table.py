"""Perplexity per domain, weighted by the tokens that were scored."""
import math
from collections import Counter

import torch


@torch.no_grad()
def table(model, tokenizer, docs, window=1024):
    model.eval()
    nats, scored = Counter(), Counter()
    for d in docs:
        ids = tokenizer(d["text"], return_tensors="pt", truncation=True, max_length=window).input_ids
        k = ids.size(1) - 1
        if k < 1:
            continue
        nats[d["domain"]] += model(ids, labels=ids).loss.item() * k
        scored[d["domain"]] += k
    return {d: math.exp(min(nats[d] / scored[d], 700.0)) for d in scored}
