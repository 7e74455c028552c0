"""Extractive QA: softmax over positions for start and end, best legal span."""
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer


class SpanReader:
    def __init__(self, name="deepset/roberta-base-squad2"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForQuestionAnswering.from_pretrained(name).eval()

    @torch.no_grad()
    def __call__(self, question, passage, max_span=30):
        enc = self.tok(question, passage, return_tensors="pt", truncation="only_second", return_offsets_mapping=True)
        where = enc.pop("offset_mapping")[0]
        inside = torch.tensor([s == 1 for s in enc.sequence_ids(0)])
        out = self.net(**enc)
        start = out.start_logits[0].masked_fill(~inside, float("-inf")).softmax(dim=0)
        end = out.end_logits[0].masked_fill(~inside, float("-inf")).softmax(dim=0)
        joint = torch.triu(start[:, None] * end[None, :])
        joint = torch.tril(joint, diagonal=max_span - 1)
        i, j = divmod(int(joint.argmax()), joint.size(1))
        return passage[where[i, 0] : where[j, 1]], joint[i, j].item()
