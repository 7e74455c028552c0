"""Document log-likelihood and whether the last k tokens are what greedy decoding would write."""
import torch


@torch.no_grad()
def check(model, tok, doc, k=50):
    ids = tok(doc, return_tensors="pt").input_ids.to(model.device)
    n = ids.size(1)
    out = model(ids, labels=ids)
    ll = -out.loss.item() * (n - 1)
    k = min(k, n - 1)
    best = out.logits[0, -k - 1 : -1].argmax(-1)
    return ll, torch.equal(best, ids[0, -k:])


def fraction(model, tok, docs):
    model.eval()
    flags = [check(model, tok, d)[1] for d in docs]
    return sum(flags) / max(1, len(flags))
