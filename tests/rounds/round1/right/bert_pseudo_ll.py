"""Pseudo-log-likelihood of a masked LM: one mask per pass, own position is read."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("bert-base-uncased")
mlm = AutoModelForMaskedLM.from_pretrained("bert-base-uncased").eval()


@torch.no_grad()
def pll(sentence):
    enc = tok(sentence, return_tensors="pt")
    ids = enc["input_ids"][0]
    inner = range(1, len(ids) - 1)
    total = 0.0
    for i in inner:
        masked = ids.clone()
        masked[i] = tok.mask_token_id
        logits = mlm(input_ids=masked[None], attention_mask=enc["attention_mask"]).logits
        total += logits[0, i].log_softmax(dim=-1)[ids[i]].item()
    return total, len(inner)


def corpus_pseudo_perplexity(sentences):
    s = n = 0
    for x in sentences:
        a, b = pll(x)
        s, n = s + a, n + b
    return torch.tensor(-s / max(n, 1)).exp().item()
