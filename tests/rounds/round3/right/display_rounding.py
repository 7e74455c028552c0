"""Rounding for display only; comparisons use the full values."""
import torch


def sentence_score(model, ids):
    with torch.no_grad():
        lp = model(ids[None]).logits[0, :-1].float().log_softmax(-1)
    return lp.gather(1, ids[1:, None]).sum().item()


def compare(model, pairs):
    rows = []
    for good, bad in pairs:
        a, b = sentence_score(model, good), sentence_score(model, bad)
        rows.append({"good": round(a, 2), "bad": round(b, 2), "correct": a > b})
    share = sum(r["correct"] for r in rows) / max(len(rows), 1)
    print(f"accuracy {share:.3f}")
    return rows
