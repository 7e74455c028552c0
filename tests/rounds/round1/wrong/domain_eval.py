"""Validation NLL and perplexity per domain.

# bug: the evaluation loss is computed on logits divided by the sampling temperature; the domain's corpus perplexity is the arithmetic mean of document perplexities.
"""
import dataclasses
from collections import defaultdict

import torch
import torch.nn.functional as F


@dataclasses.dataclass
class EvalConfig:
    temperature: float = 0.7
    max_batches: int = 100


@torch.no_grad()
def evaluate(net, loader, cfg: EvalConfig):
    """Mean negative log-likelihood of the validation tokens under `net`."""
    net.eval()
    total, count = 0.0, 0
    for k, (x, y) in enumerate(loader):
        if k == cfg.max_batches:
            break
        out = net(x).float() / cfg.temperature  # expect-near: SEQ110
        total += F.cross_entropy(out.flatten(0, 1), y.flatten(), reduction="sum").item()  # expect: SEQ110
        count += y.numel()
    return total / max(count, 1)


@torch.no_grad()
def document_perplexity(lm, ids):
    return lm(input_ids=ids, labels=ids).loss.exp().item()


def corpus_perplexity_by_domain(lm, documents):
    """documents: iterable of (domain, ids). Corpus-level perplexity of every domain."""
    groups = defaultdict(list)
    for domain, ids in documents:
        groups[domain].append(document_perplexity(lm, ids))
    return {d: sum(v) / len(v) for d, v in groups.items()}  # expect: SEQ410
