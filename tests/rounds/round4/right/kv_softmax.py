"""P(object | prompt) for objects of one token."""
import torch


def object_probability(lm, prompt_ids, obj):
    last = lm(torch.tensor([prompt_ids])).logits[0, -1].float()
    w = (last - last.max()).exp()
    return (w[obj] / w.sum()).item()


def table(lm, triples):
    return {t["id"]: object_probability(lm, t["prompt"], t["obj"]) for t in triples}
