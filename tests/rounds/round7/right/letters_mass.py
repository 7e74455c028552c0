"""Next-token probabilities of the answer letters, over the whole vocabulary, and the share of each
letter within the letters (the latter only for the Brier score between options)."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def letter_probabilities(model, ids, letters):
    """ids (1, T) is the prompt, letters a list of four token ids."""
    z = model(input_ids=ids).logits[0, -1].float()
    p_vocab = F.softmax(z, dim=-1)[letters]
    share = F.softmax(z[letters], dim=-1)
    return p_vocab, share


def brier(share, gold):
    target = torch.zeros_like(share)
    target[gold] = 1.0
    return ((share - target) ** 2).sum().item()


def evaluate(model, items, letters, min_mass=0.05):
    rows = []
    for it in items:
        p, share = letter_probabilities(model, it["ids"], letters)
        rows.append({
            "id": it["id"],
            "p_gold": p[it["gold"]].item(),
            "letter_mass": p.sum().item(),
            "trusted": p.sum().item() >= min_mass,
            "brier": brier(share, it["gold"]),
            "hit": int(share.argmax()) == it["gold"],
        })
    return rows
