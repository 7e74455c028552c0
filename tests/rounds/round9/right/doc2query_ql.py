"""log p(query | doc) with an encoder-decoder; the same query for every document, so no target padding."""
import torch


@torch.inference_mode()
def query_loglik(t5, tk, query, docs):
    t5.eval()
    src = tk(docs, padding=True, truncation=True, max_length=512, return_tensors="pt").to(t5.device)
    gold = tk([query] * len(docs), return_tensors="pt").input_ids.to(t5.device)
    out = t5(input_ids=src.input_ids, attention_mask=src.attention_mask, labels=gold)
    lp = out.logits.float().log_softmax(-1)
    return lp.gather(-1, gold.unsqueeze(-1)).squeeze(-1).sum(-1)


def fuse(bm25, ql, lam=0.3):
    """min-max each list, then mix"""
    def unit(x):
        return (x - x.min()) / (x.max() - x.min()).clamp_min(1e-9)
    return lam * unit(bm25) + (1 - lam) * unit(ql)
