"""Multiple-choice letters: relative probability of the options and the mass they cover."""
import torch

LETTERS = [" A", " B", " C", " D"]


def letter_ids(tok):
    enc = [tok.encode(s, add_special_tokens=False) for s in LETTERS]
    assert all(len(e) == 1 for e in enc)
    return [e[0] for e in enc]


@torch.no_grad()
def judge(lm, tok, prompt):
    row = lm(**tok(prompt, return_tensors="pt")).logits[0, -1].float()
    ids = letter_ids(tok)
    full = row.softmax(dim=-1)[ids]
    return {
        "p_given_letter": (full / full.sum()).tolist(),
        "letter_mass": full.sum().item(),
        "guess": LETTERS[int(row[ids].argmax())].strip(),
    }
