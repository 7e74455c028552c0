"""Sequence log-likelihood of T5 targets and strided GPT-2 perplexity."""
import torch
import torch.nn.functional as F


def target_loglik(t5, tok, source, target):
    """log p(target | source), EOS included; encoder-decoder logits line up with the labels."""
    x = tok(source, return_tensors="pt", truncation=True, max_length=512)
    y = tok(text_target=target, return_tensors="pt").input_ids
    t5.eval()
    with torch.no_grad():
        loss = t5(**x, labels=y).loss
    return -loss.item() * y.size(1)


@torch.no_grad()
def strided_perplexity(lm, ids, stride=512, window=1024):
    lm.eval()
    nll, count, prev = 0.0, 0, 0
    for lo in range(0, ids.size(1), stride):
        hi = min(lo + window, ids.size(1))
        part = ids[:, lo:hi]
        fresh = hi - prev
        z = lm(part).logits.float()
        each = F.cross_entropy(z[0, :-1], part[0, 1:], reduction="none")
        each = each[-fresh:]
        nll += each.sum().item()
        count += each.numel()
        prev = hi
        if hi == ids.size(1):
            break
    return torch.tensor(nll / max(count, 1)).exp().item()
