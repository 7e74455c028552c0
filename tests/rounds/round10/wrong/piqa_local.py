"""PIQA: goal -> two solutions, summed log-likelihood per solution.

# bug: goal and solution are tokenised apart and glued, which is not how the joined text tokenises.
"""
import torch


def solution_score(model, tokenizer, goal, solution):
    g = tokenizer.encode(goal)
    s = tokenizer.encode(solution, add_special_tokens=False)
    full = torch.tensor([g + s], device=model.device)  # expect: SEQ312
    with torch.inference_mode():
        lsm = model(full).logits.float().log_softmax(dim=-1)
    span = lsm[0, len(g) - 1 : -1]
    idx = full[0, len(g) :, None]
    return span.gather(1, idx).sum().item()


def evaluate(model, tokenizer, rows):
    model.eval()
    hits = 0
    for r in rows:
        goal = "Question: " + r["goal"] + "\nAnswer: "
        a = solution_score(model, tokenizer, goal, r["sol1"])
        b = solution_score(model, tokenizer, goal, r["sol2"])
        hits += int((b > a) == bool(r["label"]))
    return hits / len(rows)
