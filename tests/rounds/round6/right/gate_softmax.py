"""Relevance gate, second version. P(" yes") under the full next-token distribution."""
from typing import List, NamedTuple

import torch


class Hit(NamedTuple):
    doc_id: str
    text: str
    p_yes: float


def prompt(q, p):
    return f"Passage: {p}\nQuestion: {q}\nIs this passage relevant? Reply yes or no.\nReply:"


def single_id(tokenizer, word):
    (i,) = tokenizer(word, add_special_tokens=False).input_ids
    return i


@torch.no_grad()
def p_yes(model, tokenizer, q, passage):
    inp = tokenizer(prompt(q, passage), return_tensors="pt")
    dist = model(**inp).logits[0, -1].float().softmax(dim=0)
    return dist[single_id(tokenizer, " yes")].item()


def gate(model, tokenizer, q, docs, thr=0.5) -> List[Hit]:
    kept = []
    for doc_id, text in docs:
        h = Hit(doc_id, text, p_yes(model, tokenizer, q, text))
        if h.p_yes > thr:
            kept.append(h)
    return sorted(kept, key=lambda h: -h.p_yes)
