"""Endings by summed log-prob, Winograd sentences by mean NLL."""
import torch


@torch.no_grad()
def ending_logprob(lm, tok, stem, ending):
    enc = tok(stem + ending, return_offsets_mapping=True, return_tensors="pt")
    end = enc.pop("offset_mapping")[0, :, 1]
    labels = enc["input_ids"].masked_fill((end <= len(stem))[None], -100)
    n = (labels[:, 1:] != -100).sum().item()
    return -lm(**enc, labels=labels).loss.item() * n


@torch.no_grad()
def sentence_loss(lm, tok, text):
    ids = tok(text, return_tensors="pt").input_ids
    return lm(ids, labels=ids).loss.item()


def copa(lm, tok, r):
    return max((0, 1), key=lambda i: ending_logprob(lm, tok, r["premise"], " " + r[f"choice{i + 1}"]))


def winograd(lm, tok, r):
    losses = [sentence_loss(lm, tok, r["template"].replace("_", c)) for c in r["candidates"]]
    return losses.index(min(losses))
