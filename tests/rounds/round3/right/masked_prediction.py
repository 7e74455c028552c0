"""BERT pre-training objective and fill-mask scores: logits and labels share positions."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


def mask_tokens(ids, special, mask_id, vocab, share=0.15):
    labels = ids.clone()
    chosen = (torch.rand(ids.shape) < share) & ~special
    labels[~chosen] = -100
    noisy = ids.masked_fill(chosen & (torch.rand(ids.shape) < 0.8), mask_id)
    swap = chosen & (noisy == ids) & (torch.rand(ids.shape) < 0.5)
    return torch.where(swap, torch.randint(vocab, ids.shape), noisy), labels


def fill(sentence, words, name="bert-base-uncased"):
    tok = AutoTokenizer.from_pretrained(name)
    mlm = AutoModelForMaskedLM.from_pretrained(name).eval()
    enc = tok(sentence, return_tensors="pt")
    with torch.no_grad():
        z = mlm(**enc).logits
    (at,) = (enc.input_ids[0] == tok.mask_token_id).nonzero(as_tuple=True)
    lp = z[0, at[0]].log_softmax(dim=-1)
    return {w: lp[tok.convert_tokens_to_ids(w)].item() for w in words}
