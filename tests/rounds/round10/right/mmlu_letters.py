"""Multiple choice by the logit of the option letter at one position (accuracy only)."""
import torch


@torch.no_grad()
def pick(lm, tok, prompt, letters=("A", "B", "C", "D")):
    ids = [tok.convert_tokens_to_ids("Ġ" + c) for c in letters]
    z = lm(**tok(prompt, return_tensors="pt").to(lm.device)).logits[0, -1]
    return letters[int(z[ids].argmax())]


def accuracy(lm, tok, items):
    lm.eval()
    ok = sum(pick(lm, tok, it["prompt"]) == it["answer"] for it in items)
    return ok / max(len(items), 1)
