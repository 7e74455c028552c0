"""Triage categories scored by one forward pass each; the stem ends in ':' and the label starts with a blank."""
import torch

CATEGORIES = ("immediate", "very urgent", "urgent", "standard", "non-urgent")


@torch.no_grad()
def category_table(model, tokenizer, note):
    stem = f"Note: {note}\nTriage category:"
    result = {}
    for c in CATEGORIES:
        enc = tokenizer(stem + " " + c, return_offsets_mapping=True, return_tensors="pt")
        ends = enc.pop("offset_mapping")[0, 1:, 1]
        enc = enc.to(model.device)
        lp = model(**enc).logits[0, :-1].float().log_softmax(-1)
        tok_lp = lp.gather(1, enc["input_ids"][0, 1:, None]).squeeze(1).cpu()
        result[c] = tok_lp[ends > len(stem)].sum().item()
    return result


def assign(model, tokenizer, notes):
    model.eval()
    for n in notes:
        t = category_table(model, tokenizer, n)
        yield max(t, key=t.get)
