"""GPT-2 NLL features of news documents."""
import numpy as np
import torch
import torch.nn.functional as F
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2-medium")
tok.pad_token = tok.eos_token
net = GPT2LMHeadModel.from_pretrained("gpt2-medium").eval()


@torch.no_grad()
def doc_nll(docs):
    enc = tok(docs, truncation=True, max_length=net.config.n_positions, padding=True, return_tensors="pt")
    z = net(**enc).logits
    ce = F.cross_entropy(z[:, :-1].transpose(1, 2), enc.input_ids[:, 1:], reduction="none")
    m = enc.attention_mask[:, 1:]
    return (ce * m).sum(1).numpy(), m.sum(1).numpy()


def continuation(doc, n=None):
    """Sample a continuation; the generation default length applies when ``n`` is None."""
    enc = tok(doc, return_tensors="pt")
    limit = n or net.config.max_length
    out = net.generate(**enc, max_new_tokens=limit, do_sample=True, pad_token_id=tok.eos_token_id)
    return tok.decode(out[0, enc.input_ids.size(1):])


def features(docs, bs=16):
    nll, cnt = map(np.concatenate, zip(*(doc_nll(docs[i : i + bs]) for i in range(0, len(docs), bs))))
    return np.column_stack([nll, nll / np.maximum(cnt, 1)])
