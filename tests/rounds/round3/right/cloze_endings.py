"""Story cloze with a shift through enumerate."""
import torch


def logp(model, ids):
    """ids: list of token ids that starts with BOS."""
    with torch.no_grad():
        dist = model(torch.tensor([ids])).logits.float().log_softmax(2)
    total = 0.0
    for i, tok in enumerate(ids[1:]):
        total += dist[0, i, tok].item()
    return total


def endings(model, story_ids, candidates):
    base = logp(model, story_ids)
    return [logp(model, story_ids + c) - base for c in candidates]


def choose(model, story_ids, candidates):
    scores = endings(model, story_ids, candidates)
    return max(range(len(scores)), key=scores.__getitem__)
