"""Pseudo-perplexity of protein sequences: geometric mean over masked positions."""
import numpy as np
import torch


@torch.no_grad()
def pseudo_perplexity(model, alphabet, sequence, batch=16):
    ids = alphabet.encode(sequence)                      # LongTensor with cls and eos
    sites = list(range(1, len(ids) - 1))
    lps = []
    for k in range(0, len(sites), batch):
        part = sites[k:k + batch]
        x = ids.repeat(len(part), 1)
        rows = torch.arange(len(part))
        x[rows, part] = alphabet.mask_idx
        z = model(x).logits[rows, part].float()
        lps.append(torch.log_softmax(z, dim=1)[rows, ids[part]])
    lp = torch.cat(lps) if lps else torch.zeros(1)
    return float(np.exp(-lp.mean().item()))
