"""Extractive QA: best span of a SQuAD model."""
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

NAME = "deepset/roberta-base-squad2"
tok = AutoTokenizer.from_pretrained(NAME)
net = AutoModelForQuestionAnswering.from_pretrained(NAME).eval()


@torch.no_grad()
def best_span(question, context, longest=30):
    enc = tok(question, context, return_tensors="pt", truncation="only_second", max_length=384)
    out = net(**enc)
    s = out.start_logits.log_softmax(dim=1)[0]
    e = out.end_logits.log_softmax(dim=1)[0]
    joint = s[:, None] + e[None, :]
    band = torch.ones_like(joint).triu().tril(longest - 1).bool()
    flat = joint.masked_fill(~band, float("-inf")).argmax().item()
    i, j = divmod(flat, joint.size(1))
    return tok.decode(enc.input_ids[0, i:j + 1]), joint[i, j].exp().item()
