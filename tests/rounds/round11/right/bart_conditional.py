"""Faithfulness of summaries: summed log p(summary | document) under a seq2seq model."""
import torch


@torch.no_grad()
def conditional_logprob(model, tok, docs, sums):
    model.eval()
    src = tok(docs, padding=True, truncation=True, return_tensors="pt")
    lab = tok(text_target=sums, padding=True, return_tensors="pt")
    y, m = lab["input_ids"], lab["attention_mask"].bool()
    z = model(**src, labels=y.masked_fill(~m, -100)).logits.float()
    lp = z.log_softmax(-1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
    return lp.masked_fill(~m, 0.0).sum(1)
