"""Batched yes/no relevance: read each row at its own last real token, full softmax."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "EleutherAI/pythia-410m"
tok = AutoTokenizer.from_pretrained(NAME, padding_side="right")
tok.pad_token = "<|padding|>"
lm = AutoModelForCausalLM.from_pretrained(NAME).eval()
(Y,) = tok(" Yes").input_ids
(N,) = tok(" No").input_ids


def ask(q, c):
    return f"Text: {c}\nQuestion: {q}\nIs the text useful for the question?"


@torch.no_grad()
def relevance(q, chunks, bs=16):
    p_yes, odds = [], []
    for s in range(0, len(chunks), bs):
        enc = tok([ask(q, c) for c in chunks[s : s + bs]], padding=True, return_tensors="pt")
        z = lm(**enc).logits.float()
        end = enc.attention_mask.sum(1) - 1
        z = z[torch.arange(z.shape[0]), end]
        p_yes.append(z.softmax(-1)[:, Y])
        odds.append(torch.sigmoid(z[:, Y] - z[:, N]))
    return torch.cat(p_yes), torch.cat(odds)


def rerank(q, chunks, n=5):
    _, o = relevance(q, chunks)
    return [chunks[i] for i in o.argsort(descending=True)[:n].tolist()]
