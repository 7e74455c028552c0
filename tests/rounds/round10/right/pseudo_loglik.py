"""Pseudo-log-likelihood of sentences under BERT (Salazar et al. 2020): every token masked once."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("bert-base-cased")
mlm = AutoModelForMaskedLM.from_pretrained("bert-base-cased").eval()


@torch.no_grad()
def pll(sentence):
    ids = tok(sentence, return_tensors="pt").input_ids[0]
    inner = torch.arange(1, len(ids) - 1)
    batch = ids.repeat(len(inner), 1)
    rows = torch.arange(len(inner))
    batch[rows, inner] = tok.mask_token_id
    z = mlm(batch, attention_mask=torch.ones_like(batch)).logits[rows, inner].float()
    return z.log_softmax(-1)[rows, ids[inner]].sum().item()


def minimal_pair(good, bad):
    return pll(good) > pll(bad)


if __name__ == "__main__":
    print(minimal_pair("The keys to the cabinet are here.", "The keys to the cabinet is here."))
