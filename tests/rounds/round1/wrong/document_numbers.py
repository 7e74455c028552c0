"""Document-level likelihoods of long texts.

# bug: F.nll_loss is called on the model's logits; documents are truncated at config.max_length, the generation default.
"""
import torch
from torch.nn.functional import nll_loss
from transformers import AutoModelForCausalLM, AutoTokenizer


def document_nll(name, ids, width=512):
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    total = torch.zeros((), dtype=torch.float64)
    for lo in range(0, ids.shape[1] - 1, width):
        piece = ids[:, lo : lo + width + 1]
        with torch.no_grad():
            y = lm(input_ids=piece[:, :-1]).logits
        total += nll_loss(y.squeeze(0), piece[0, 1:], reduction="sum")  # expect: SEQ113
    return total.item()


@torch.no_grad()
def corpus_perplexity(name, documents):
    tok = AutoTokenizer.from_pretrained(name)
    lm = AutoModelForCausalLM.from_pretrained(name).eval()
    limit = lm.config.max_length  # expect-near: SEQ313
    nats = torch.zeros((), dtype=torch.float64)
    n = 0
    for doc in documents:
        enc = tok(doc, truncation=True, max_length=limit, return_tensors="pt")  # expect: SEQ313
        m = enc.input_ids.size(1) - 1
        if m < 1:
            continue
        nats += lm(**enc, labels=enc.input_ids).loss.double() * m
        n += m
    return (nats / max(n, 1)).exp().item()
