"""Batched letter accuracy for GPT-2 checkpoints with left padding."""
import torch


@torch.no_grad()
def predict(model, tok, prompts, letter_ids, device):
    model.eval()
    tok.padding_side = "left"
    enc = tok(prompts, padding=True, return_tensors="pt").to(device)
    where = (enc.attention_mask.cumsum(1) - 1).clamp_min(0)
    z = model(enc.input_ids, attention_mask=enc.attention_mask, position_ids=where).logits[:, -1]
    return z[:, letter_ids].argmax(1).tolist()


def run(model, tok, data, bs=16, device="cuda"):
    ids = [tok.encode(f" {c}") for c in "ABCD"]
    if any(len(i) != 1 for i in ids):
        raise RuntimeError("letters are expected to be single tokens")
    ids = torch.tensor([i[0] for i in ids], device=device)
    n = 0
    for k in range(0, len(data), bs):
        part = data[k : k + bs]
        got = predict(model, tok, [r["prompt"] for r in part], ids, device)
        n += sum(g == r["answer"] for g, r in zip(got, part))
    return n / max(len(data), 1)
