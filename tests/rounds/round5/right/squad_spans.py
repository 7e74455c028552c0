"""Best answer span of an extractive QA model."""
import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

tok = AutoTokenizer.from_pretrained("deepset/roberta-base-squad2")
qa = AutoModelForQuestionAnswering.from_pretrained("deepset/roberta-base-squad2").eval()


@torch.no_grad()
def best_span(question, context, max_len=30):
    enc = tok(question, context, truncation="only_second", return_tensors="pt")
    out = qa(**enc)
    inside = torch.tensor([s == 1 for s in enc.sequence_ids(0)])
    start = out.start_logits[0].masked_fill(~inside, float("-inf")).log_softmax(-1)
    end = out.end_logits[0].masked_fill(~inside, float("-inf")).log_softmax(-1)
    pair = start[:, None] + end[None, :]
    ok = torch.ones_like(pair, dtype=torch.bool).triu().tril(max_len - 1)
    pair = pair.masked_fill(~ok, float("-inf"))
    i, j = divmod(pair.argmax().item(), pair.size(1))
    return tok.decode(enc.input_ids[0, i : j + 1]).strip(), pair[i, j].exp().item()
