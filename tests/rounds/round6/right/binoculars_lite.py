"""Observer / performer ratio of log-perplexity to cross-entropy (machine-text detection)."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def ratio(observer, performer, enc):
    ids, m = enc["input_ids"], enc["attention_mask"]
    zo = observer(**enc).logits[:, :-1].float()
    zp = performer(**enc).logits[:, :-1].float()
    w = m[:, 1:].float()
    n = w.sum(1).clamp(min=1)
    ppl = (F.cross_entropy(zp.transpose(1, 2), ids[:, 1:], reduction="none") * w).sum(1) / n
    soft = F.cross_entropy(zp.flatten(0, 1), zo.softmax(-1).flatten(0, 1), reduction="none")
    x = (soft.view_as(w) * w).sum(1) / n
    return ppl / x
