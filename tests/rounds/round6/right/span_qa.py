"""Extractive reader on top of retrieval: start / end distributions run over the passage."""
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

N = "deepset/roberta-base-squad2"
tok = AutoTokenizer.from_pretrained(N)
qa = AutoModelForQuestionAnswering.from_pretrained(N).eval()


@torch.no_grad()
def spans(question, passages, max_len=30):
    e = tok([question] * len(passages), passages, padding=True, truncation="only_second",
            return_tensors="pt")
    o = qa(**e)
    pad = e["attention_mask"] == 0
    s = torch.softmax(o.start_logits.masked_fill(pad, -1e4), dim=1)
    t = torch.softmax(o.end_logits.masked_fill(pad, -1e4), dim=1)
    joint = s[:, :, None] * t[:, None, :]
    joint = joint.triu().tril(max_len - 1)
    best, idx = joint.flatten(1).max(dim=1)
    n = s.shape[1]
    return [
        (p.item(), tok.decode(e["input_ids"][r, i // n : i % n + 1]))
        for r, (p, i) in enumerate(zip(best, idx.tolist()))
    ]
