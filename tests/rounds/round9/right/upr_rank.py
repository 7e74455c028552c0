"""Unsupervised passage re-ranker: log p(question | passage)."""
import torch


def question_score(lm, tk, passage, question):
    stem = f"Passage: {passage}\nQuestion:"
    enc = tk(stem + " " + question, return_offsets_mapping=True, return_tensors="pt")
    offsets = enc.pop("offset_mapping")[0].tolist()
    ids = enc["input_ids"][0]
    with torch.no_grad():
        lp = lm(**enc.to(lm.device)).logits[0].float().log_softmax(dim=-1).cpu()
    score = 0.0
    for pos in range(1, len(ids)):
        if offsets[pos][1] > len(stem):
            score += lp[pos - 1, ids[pos]].item()
    return score


def rerank(lm, tk, question, hits):
    lm.eval()
    return sorted(hits, key=lambda h: question_score(lm, tk, h["text"], question), reverse=True)
