"""Quiz answers by letter: probability over the full vocabulary, and the share within the letters."""
import torch


@torch.no_grad()
def letter_table(model, tok, prompt, letters="ABCD"):
    """Rows: letter, p over the vocabulary, p relative to the given letters."""
    ids = tok.convert_tokens_to_ids(["▁" + c for c in letters])
    enc = tok(prompt, return_tensors="pt").to(model.device)
    everything = model(**enc).logits[0, -1].float().log_softmax(-1)
    mine = everything[ids]
    share = mine.softmax(-1)
    return [(c, p, s) for c, p, s in zip(letters, mine.exp().tolist(), share.tolist())]


def answer(model, tok, prompt):
    table = letter_table(model, tok, prompt)
    return max(table, key=lambda r: r[1])[0]


def show(table):
    mass = sum(p for _, p, _ in table)
    for c, p, s in table:
        print(c, round(p, 3), round(s, 3))
    print(f"mass on the letters: {mass:.3f}")
