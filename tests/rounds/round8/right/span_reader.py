"""Extractive QA: best span by the product of start and end probabilities."""
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer


class SpanReader:
    def __init__(self, name="deepset/roberta-base-squad2", max_span=30):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.m = AutoModelForQuestionAnswering.from_pretrained(name).eval()
        self.max_span = max_span

    @torch.no_grad()
    def __call__(self, question, context):
        enc = self.tk(question, context, truncation="only_second", return_tensors="pt")
        out = self.m(**enc)
        s = torch.softmax(out.start_logits, dim=1)[0]
        e = torch.softmax(out.end_logits, dim=1)[0]
        grid = (s[:, None] * e[None, :]).triu().tril(self.max_span)
        k = int(grid.argmax())
        i, j = divmod(k, grid.size(1))
        return self.tk.decode(enc.input_ids[0, i:j + 1]), grid[i, j].item()
