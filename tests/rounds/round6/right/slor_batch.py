"""SLOR = (log p_lm - log p_unigram) / length, padded batches."""
import torch
from torch.nn.functional import cross_entropy


@torch.no_grad()
def slor(lm, tok, unigram, sents):
    b = tok(sents, padding="longest", return_tensors="pt").to(lm.device)
    y = b.input_ids[:, 1:]
    m = b.attention_mask[:, 1:].bool()
    z = lm(**b).logits[:, :-1].float()
    nll = cross_entropy(z.transpose(1, 2), y.masked_fill(~m, -100), reduction="none")
    n = m.sum(1).clamp(min=1)
    lp = -nll.sum(1)
    uni = unigram.to(y.device)[y].masked_fill(~m, 0.0).sum(1)
    return (lp - uni) / n
