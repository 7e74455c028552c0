"""Retrieval by log P(yes): comparable over prompts since each is normalised."""
import torch


@torch.no_grad()
def yes_score(lm, tok, query, doc, yes_id):
    enc = tok(f"Document: {doc}\nQuery: {query}\nRelevant?", return_tensors="pt")
    return lm(**enc).logits[0, -1].float().log_softmax(-1)[yes_id].item()


def rank(lm, tok, query, docs, yes_id):
    return sorted(docs, key=lambda d: yes_score(lm, tok, query, d, yes_id), reverse=True)
