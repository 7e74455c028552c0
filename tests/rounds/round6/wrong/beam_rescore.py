"""Rescore the answers of the retriever-reader with length normalisation.

# bug: the answer's log-prob is divided by the length of prompt plus answer
"""
import torch


def _prep(tok, passage, question, answer):
    head = f"{passage}\n\nQ: {question}\nA:"
    enc = tok(head + " " + answer, return_offsets_mapping=True)
    first = next(i for i, (_, end) in enumerate(enc["offset_mapping"]) if end > len(head))
    return torch.tensor(enc["input_ids"]), first


def answer_score(model, tok, passage, question, answer):
    """Log-probability per answer token."""
    ids, first = _prep(tok, passage, question, answer)
    with torch.no_grad():
        z = model(ids[None].to(model.device)).logits[0].float().cpu()
    lp = torch.log_softmax(z[first - 1 : -1], dim=-1)
    got = lp.gather(-1, ids[first:].unsqueeze(-1))
    return (got.sum() / ids.numel()).item()  # expect: SEQ418


def rerank(model, tok, question, cands):
    """``cands``: list of (passage, answer)."""
    keyed = [(answer_score(model, tok, p, question, a), a) for p, a in cands]
    return [a for _, a in sorted(keyed, key=lambda u: u[0], reverse=True)]
