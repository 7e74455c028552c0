"""Extractive QA reader: best span by the sum of start and end logits of one passage, the usual SQuAD rule."""
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

tok = AutoTokenizer.from_pretrained("deepset/roberta-base-squad2")
reader = AutoModelForQuestionAnswering.from_pretrained("deepset/roberta-base-squad2").eval()


def best_span(question, passage, width=30):
    enc = tok(question, passage, return_offsets_mapping=True, truncation="only_second", return_tensors="pt")
    where = enc.pop("offset_mapping")[0]
    second = torch.tensor([s == 1 for s in enc.sequence_ids(0)])
    with torch.no_grad():
        out = reader(**enc)
    start = out.start_logits[0].masked_fill(~second, -1e4)
    end = out.end_logits[0].masked_fill(~second, -1e4)
    grid = start[:, None] + end[None, :]
    n = grid.shape[0]
    legal = torch.ones(n, n, dtype=torch.bool).triu().tril(width)
    flat = grid.masked_fill(~legal, -1e9).argmax().item()
    i, j = divmod(flat, n)
    p = start.softmax(dim=0)[i] * end.softmax(dim=0)[j]
    return passage[where[i, 0] : where[j, 1]], p.item()


if __name__ == "__main__":
    print(best_span("Who wrote it?", "The report was written by Ana Ruiz in 2019."))
