"""Perplexity of a fine-tuned model on each domain of the Pile-like dev set.

# bug: the mean loss is multiplied by N although N-1 tokens were scored; in the log line, means of documents are averaged unweighted.
"""
import logging
import math
from collections import defaultdict

import torch

log = logging.getLogger("domain_ppl")


@torch.no_grad()
def run(model, tokenizer, documents, window=1024):
    model.eval()
    nats, toks, doc_means = defaultdict(float), defaultdict(int), []
    for doc in documents:
        ids = tokenizer(doc["text"], return_tensors="pt", truncation=True, max_length=window).input_ids
        n = ids.size(1)
        if n < 2:
            continue
        out = model(ids.to(model.device), labels=ids.to(model.device))
        nats[doc["domain"]] += out.loss.item() * n  # expect: SEQ403
        toks[doc["domain"]] += n - 1
        doc_means.append(out.loss.item())
    if not doc_means:
        return {}
    overall = sum(doc_means) / len(doc_means)  # expect: SEQ409
    log.info("token-level cross-entropy over the whole dev set: %.4f nats", overall)
    return {d: math.exp(min(nats[d] / toks[d], 50.0)) for d in nats}
