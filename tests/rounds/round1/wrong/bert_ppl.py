"""Fluency = perplexity of BERT.

# bug: a masked LM sees the tokens it should predict; labels=input_ids is no perplexity.
"""
import torch
from transformers import BertForMaskedLM, BertTokenizerFast

tok = BertTokenizerFast.from_pretrained("bert-base-cased")
bert = BertForMaskedLM.from_pretrained("bert-base-cased").eval()


@torch.no_grad()
def fluency(sentence):
    enc = tok(sentence, return_tensors="pt")
    mean = bert(**enc, labels=enc["input_ids"]).loss  # expect-near: SEQ415
    return torch.exp(mean).item()  # expect: SEQ415


print(fluency("She quickly ran to the shop."))
print(fluency("Shop she ran quickly the to."))
