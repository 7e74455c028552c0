"""MedMCQA by answer letter: the four letters are compared at one and the same position."""
import torch

LETTERS = "ABCD"


def letter_ids(tok):
    ids = [tok(" " + c, add_special_tokens=False)["input_ids"] for c in LETTERS]
    if any(len(i) != 1 for i in ids):
        raise ValueError("letters are not single tokens for this tokenizer")
    return torch.tensor([i[0] for i in ids])


@torch.no_grad()
def answer(model, tok, stem, options):
    body = "\n".join(f"{c}. {o}" for c, o in zip(LETTERS, options))
    enc = tok(f"{stem}\n{body}\nAnswer:", return_tensors="pt").to(model.device)
    z = model(**enc).logits[0, -1].float().cpu()
    ids = letter_ids(tok)
    mass = z.log_softmax(-1)[ids].logsumexp(0).exp().item()
    return LETTERS[int(z[ids].argmax())], {"margin": (z[ids].max() - z[ids].min()).item(), "letter_mass": mass}


def accuracy(model, tok, items):
    model.eval()
    hits = [answer(model, tok, q["stem"], q["options"])[0] == q["key"] for q in items]
    return sum(hits) / max(len(hits), 1)
