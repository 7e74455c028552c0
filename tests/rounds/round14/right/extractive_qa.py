"""Extractive QA: best span by start and end probabilities over the passage tokens."""
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

CKPT = "deepset/roberta-base-squad2"
tokenizer = AutoTokenizer.from_pretrained(CKPT)
qa = AutoModelForQuestionAnswering.from_pretrained(CKPT).eval()


@torch.no_grad()
def best_span(question, passage, max_len=30):
    enc = tokenizer(question, passage, return_tensors="pt", truncation="only_second",
                    return_offsets_mapping=True)
    offsets = enc.pop("offset_mapping")[0]
    in_passage = torch.tensor([s == 1 for s in enc.sequence_ids(0)])
    out = qa(**enc)
    start = out.start_logits.masked_fill(~in_passage, float("-inf")).log_softmax(dim=1)[0]
    end = out.end_logits.masked_fill(~in_passage, float("-inf")).log_softmax(dim=1)[0]
    joint = start[:, None] + end[None, :]
    n = joint.size(0)
    i = torch.arange(n)
    ok = (i[None] >= i[:, None]) & (i[None] - i[:, None] < max_len)
    joint = joint.masked_fill(~ok, float("-inf"))
    flat = joint.argmax().item()
    a, b = divmod(flat, n)
    return passage[offsets[a][0]:offsets[b][1]], joint[a, b].exp().item()
