"""Extractive QA: the start and end distributions run over the passage positions."""
import torch


@torch.no_grad()
def best_span(reader, tok, question, passage, longest=30):
    enc = tok(question, passage, return_tensors="pt", truncation="only_second")
    out = reader(**enc)
    start = out.start_logits[0].log_softmax(dim=0)
    end = out.end_logits[0].log_softmax(dim=0)
    pair = start[:, None] + end[None, :]
    ok = torch.ones_like(pair, dtype=torch.bool).triu().tril(longest - 1)
    flat = pair.masked_fill(~ok, float("-inf")).argmax().item()
    i, j = divmod(flat, pair.shape[1])
    return tok.decode(enc.input_ids[0, i:j + 1]), pair[i, j].exp().item()
