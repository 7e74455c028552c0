"""Pseudo-log-likelihood (Salazar et al. 2020): mask one word piece per pass."""
import torch
from transformers import BertForMaskedLM, BertTokenizerFast

tk = BertTokenizerFast.from_pretrained("bert-base-german-cased")
bert = BertForMaskedLM.from_pretrained("bert-base-german-cased").eval()


@torch.no_grad()
def pll(sentence):
    ids = tk(sentence, return_tensors="pt").input_ids[0]
    inner = range(1, len(ids) - 1)
    total = 0.0
    for i in inner:
        x = ids.clone()
        x[i] = tk.mask_token_id
        total += bert(x[None]).logits[0, i].log_softmax(-1)[ids[i]].item()
    return total, len(inner)


def pseudo_perplexity(sentences):
    pairs = [pll(s) for s in sentences]
    lp, n = map(sum, zip(*pairs))
    return torch.tensor(-lp / max(n, 1)).exp().item()
