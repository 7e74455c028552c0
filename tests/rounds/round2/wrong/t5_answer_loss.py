"""Evaluation loss of a T5 reader.

# bug: labels keep the pad ids, so padding enters the loss
"""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("google/flan-t5-small")
net = AutoModelForSeq2SeqLM.from_pretrained("google/flan-t5-small").eval()


@torch.no_grad()
def answer_nll(questions, answers):
    """Total nats and tokens of the answers of one batch."""
    src = tok(questions, padding=True, return_tensors="pt")
    tgt = tok(text_target=answers, padding=True, return_tensors="pt").input_ids
    z = net(input_ids=src.input_ids, attention_mask=src.attention_mask, labels=tgt).logits  # expect-near: SEQ302
    nll = torch.nn.functional.cross_entropy(z.float().transpose(1, 2), tgt, reduction="none")  # expect-near: SEQ302
    return nll.sum().item(), tgt.numel()  # expect: SEQ302  # expect-near: SEQ303


def corpus_nll(pairs, size=16):
    s = n = 0
    for i in range(0, len(pairs), size):
        q, a = zip(*pairs[i:i + size])
        ds, dn = answer_nll(list(q), list(a))
        s, n = s + ds, n + dn
    return s / max(n, 1)
