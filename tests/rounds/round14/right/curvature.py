"""Conditional probability curvature (Fast-DetectGPT) and Min-K% for machine-text detection."""
import torch


@torch.no_grad()
def token_tables(model, ids):
    """ids: (1, T), unpadded. Log-probs of all vocabulary entries at positions that predict ids[1:]."""
    model.eval()
    return model(ids).logits[0, :-1].float().log_softmax(-1)


def curvature(lp_score, p_ref, targets):
    ll = lp_score.gather(-1, targets[:, None]).squeeze(-1)
    mu = (p_ref * lp_score).sum(-1)
    var = (p_ref * lp_score.square()).sum(-1) - mu.square()
    return ((ll.sum() - mu.sum()) / var.sum().sqrt()).item()


def min_k(lp, targets, frac=0.2):
    """Mean of the lowest 20% of the token log-probs."""
    tok = lp.gather(-1, targets[:, None]).squeeze(-1)
    k = max(1, int(frac * tok.numel()))
    return tok.topk(k, largest=False).values.mean().item()


def detect(text, tok, scorer, reference):
    ids = tok(text, return_tensors="pt").input_ids
    lp = token_tables(scorer, ids)
    ref = token_tables(reference, ids).exp()
    return {"curvature": curvature(lp, ref, ids[0, 1:]), "min_k": min_k(lp, ids[0, 1:])}
