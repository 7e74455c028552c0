"""log p(reference | source) of a translation model; its logits align with the labels."""
import torch


@torch.no_grad()
def forced_lp(model, tok, source, reference):
    model.eval()
    batch = tok(source, text_target=reference, return_tensors="pt")
    z = model(**batch).logits[0].float()
    y = batch["labels"][0]
    return z.log_softmax(-1).gather(-1, y[:, None]).sum().item()


def forced_total(model, tok, pairs):
    return sum(forced_lp(model, tok, s, r) for s, r in pairs)
