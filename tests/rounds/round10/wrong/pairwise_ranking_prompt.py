"""Pointwise LLM re-ranking of search results.

Each document gets its own prompt; documents are ordered by how willing the
model is to go on with "Yes".

# bug: raw Yes logits of different prompts are compared with each other
"""
from typing import List, Sequence

import torch

PROMPT = (
    "Document: {doc}\n\nQuery: {query}\n\n"
    "Does the document answer the query? Reply Yes or No.\nReply:"
)


@torch.no_grad()
def willingness(lm, tok, query: str, docs: Sequence[str]) -> List[float]:
    yes = tok.convert_tokens_to_ids("ĠYes")
    vals = []
    for d in docs:
        enc = tok(PROMPT.format(doc=d, query=query), return_tensors="pt").to(lm.device)
        z = lm(**enc).logits[0, -1]
        vals.append(z[yes].item())  # expect-near: SEQ502
    return vals


def rerank(lm, tok, query, docs, top=10):
    lm.eval()
    vals = willingness(lm, tok, query, docs)
    order = sorted(range(len(docs)), key=lambda i: vals[i], reverse=True)  # expect: SEQ502
    return [docs[i] for i in order[:top]]
