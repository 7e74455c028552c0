"""Story endings: log P(ending | story) as minus loss times the number of scored tokens."""
import torch


def boundary(offsets, n_chars):
    for i, (_, stop) in enumerate(offsets):
        if stop > n_chars:
            return i
    raise ValueError("empty ending")


@torch.no_grad()
def log_p(lm, tk, story, ending):
    text = f"{story} {ending}"
    enc = tk(text, return_tensors="pt", return_offsets_mapping=True)
    cut = boundary(enc.pop("offset_mapping")[0].tolist(), len(story))
    labels = enc["input_ids"].clone()
    labels[0, :cut] = -100
    n = (labels[0, 1:] != -100).sum()
    return -(lm(**enc, labels=labels).loss * n).item()


def choose(lm, tk, story, endings):
    lm.eval()
    return max(endings, key=lambda e: log_p(lm, tk, story, e))
