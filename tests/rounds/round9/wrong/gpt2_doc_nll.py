"""NLL of news documents under GPT-2, feature for the machine-text detector.

# bug: texts are truncated at config.max_length, which is the generation default; token id 0, a real GPT-2 token, is dropped as padding
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch.nn.utils.rnn import pad_sequence
from transformers import GPT2LMHeadModel, GPT2TokenizerFast

tok = GPT2TokenizerFast.from_pretrained("gpt2-medium")
net = GPT2LMHeadModel.from_pretrained("gpt2-medium").eval()
LIMIT = net.config.max_length  # expect-near: SEQ313


def encode(docs):
    rows = [tok(d, truncation=True, max_length=LIMIT, return_tensors="pt").input_ids[0] for d in docs]  # expect: SEQ313
    return pad_sequence(rows, batch_first=True, padding_value=0)


@torch.no_grad()
def doc_nll(docs):
    """Summed NLL and number of scored tokens of each document."""
    ids = encode(docs)
    real = ids.ne(0)  # expect: SEQ317
    z = net(ids, attention_mask=real.long()).logits
    ce = F.cross_entropy(z[:, :-1].transpose(1, 2), ids[:, 1:], reduction="none")
    m = real[:, 1:]
    return (ce * m).sum(1).numpy(), m.sum(1).numpy()


def features(docs, bs=16):
    parts = [doc_nll(docs[i : i + bs]) for i in range(0, len(docs), bs)]
    nll = np.concatenate([p[0] for p in parts])
    cnt = np.concatenate([p[1] for p in parts])
    return np.stack([nll, nll / np.maximum(cnt, 1)], axis=1)
