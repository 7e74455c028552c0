"""log P(ending | story): the mean loss times the number of scored targets."""
import torch


@torch.no_grad()
def ending_log_prob(lm, tok, story, ending):
    enc = tok(story + " " + ending, return_tensors="pt", return_offsets_mapping=True)
    off = enc.pop("offset_mapping")[0]
    lab = enc["input_ids"].clone()
    lab[0, off[:, 1] <= len(story)] = -100
    n = int((lab[:, 1:] != -100).sum())
    if n == 0:
        raise ValueError("empty ending")
    return -lm.eval()(**enc, labels=lab).loss.item() * n
