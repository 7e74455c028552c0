"""Memorisation audit: log p(answer | question), masked at the first answer token."""
import torch


def encode(tok, q, a):
    enc = tok(q + " " + a, return_offsets_mapping=True)
    cut = next(i for i, span in enumerate(enc["offset_mapping"]) if span[1] > len(q))
    return torch.tensor([enc["input_ids"]]), cut


@torch.inference_mode()
def answer_nll(lm, tok, q, a):
    ids, cut = encode(tok, q, a)
    y = ids.clone()
    y[:, :cut] = -100
    mean_nll = lm(ids, labels=y).loss.item()
    n = (y[:, 1:] != -100).sum().item()
    return {"nll_sum": mean_nll * n, "tokens": n}
