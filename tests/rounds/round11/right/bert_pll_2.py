"""Pseudo-perplexity with one mask per pass (Salazar et al.)."""
import torch
from transformers import BertForMaskedLM, BertTokenizer

tk = BertTokenizer.from_pretrained("bert-base-cased")
mlm = BertForMaskedLM.from_pretrained("bert-base-cased").eval()


@torch.no_grad()
def pseudo_ppl(sentence):
    ids = tk.encode(sentence, return_tensors="pt")[0]
    inner = range(1, len(ids) - 1)
    pll = 0.0
    for pos in inner:
        x = ids.clone()
        x[pos] = tk.mask_token_id
        pll += mlm(x[None]).logits[0, pos].log_softmax(-1)[ids[pos]]
    return torch.exp(-pll / len(inner)).item() if len(inner) else float("nan")
