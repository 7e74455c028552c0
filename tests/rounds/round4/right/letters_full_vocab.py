"""Letter probabilities under the whole vocabulary, and the share that the letters hold."""
import torch

LETTERS = "ABCD"


def letter_probs(lm, tok, prompt):
    enc = tok(prompt, return_tensors="pt")
    with torch.no_grad():
        row = lm(**enc).logits[0, -1].float()
    ids = [tok.convert_tokens_to_ids(c) for c in LETTERS]
    p = row.softmax(dim=0)[ids]
    return dict(zip(LETTERS, p.tolist())), p.sum().item()
