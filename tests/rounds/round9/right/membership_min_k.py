"""Min-K%++ style membership score for memorised discharge letters."""
import torch


@torch.no_grad()
def mink_pp(model, ids, frac=0.2):
    """ids (1, T); larger = more likely seen in training"""
    model.eval()
    z = model(ids).logits[0, :-1].float()
    lp = z.log_softmax(-1)
    p = lp.exp()
    tok = lp.gather(1, ids[0, 1:, None]).squeeze(1)
    mu = (p * lp).sum(-1)
    var = (p * lp.square()).sum(-1) - mu.square()
    ratio = (tok - mu) / var.clamp_min(1e-12).sqrt()
    k = max(1, int(frac * ratio.numel()))
    return ratio.topk(k, largest=False).values.mean().item()


@torch.no_grad()
def loss_attack(model, ids):
    """the LOSS baseline: mean token log-prob by definition"""
    model.eval()
    return -model(ids, labels=ids).loss.item()
