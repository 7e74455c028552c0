"""Pseudo-log-likelihood of one masked slot in a batch of sentences (BERT).

# bug: the encoder attends to padding because only input_ids are passed
"""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("bert-base-cased")
bert = AutoModelForMaskedLM.from_pretrained("bert-base-cased").eval()


def slot_logprobs(sentences, fillers):
    """sentences contain one [MASK] each; fillers are single word pieces."""
    enc = tok(sentences, padding="longest", return_tensors="pt")
    with torch.no_grad():
        z = bert(input_ids=enc["input_ids"]).logits  # expect: SEQ314
    rows, cols = (enc["input_ids"] == tok.mask_token_id).nonzero(as_tuple=True)
    lp = z[rows, cols].log_softmax(-1)
    ids = torch.tensor(tok.convert_tokens_to_ids(fillers))
    return lp[torch.arange(len(ids)), ids].tolist()
