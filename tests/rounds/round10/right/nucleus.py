"""Nucleus sampling for the demo page; yields text, no scores are reported."""
import torch


def nucleus_filter(logits, top_p=0.9, temperature=1.0):
    z, idx = torch.sort(logits / temperature, descending=True)
    mass = z.softmax(-1).cumsum(-1)
    cut = mass - z.softmax(-1) > top_p
    z = z.masked_fill(cut, -float("inf"))
    return torch.empty_like(logits).scatter_(-1, idx, z)


@torch.inference_mode()
def stream(lm, tok, prompt, limit=200, **kw):
    ids = tok(prompt, return_tensors="pt").input_ids
    for _ in range(limit):
        z = nucleus_filter(lm(ids).logits[:, -1], **kw)
        nxt = torch.multinomial(z.softmax(-1), 1)
        if nxt.item() == tok.eos_token_id:
            break
        ids = torch.cat([ids, nxt], 1)
        yield tok.decode(nxt[0])
