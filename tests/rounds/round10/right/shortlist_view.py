"""Show the 20 most likely next tokens, probabilities taken over the whole vocabulary."""
import torch
from rich.console import Console
from rich.table import Table


@torch.no_grad()
def show(model, tok, text, k=20):
    model.eval()
    enc = tok(text, return_tensors="pt")
    probs = torch.softmax(model(**enc).logits[0, -1].float(), dim=-1)
    top = probs.topk(k)
    t = Table("token", "probability")
    for p, i in zip(top.values.tolist(), top.indices.tolist()):
        t.add_row(repr(tok.decode([i])), f"{p:.4f}")
    Console().print(t)
    return 1.0 - top.values.sum().item()
