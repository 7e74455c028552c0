"""Score a DataLoader of (input_ids, attention_mask, labels) and append to a CSV.

# bug: the mask keeps the ignored positions and drops the labelled ones
# bug: log of softmax instead of log_softmax
"""
import csv
from pathlib import Path

import torch


def label_logprob(logits, labels):
    """Sum over labelled tokens; labels are -100 on prompt and padding."""
    y = labels[..., 1:]
    ignored = y == -100
    logp = torch.log(torch.softmax(logits[..., :-1, :].float(), dim=-1))  # expect: SEQ602
    tok = logp.gather(-1, y.masked_fill(ignored, 0).unsqueeze(-1)).squeeze(-1)
    return torch.where(ignored, tok, torch.zeros_like(tok)).sum(-1)  # expect: SEQ307


@torch.no_grad()
def run(model, loader, dest: Path, device="cuda"):
    model.to(device).eval()
    with dest.open("w", newline="") as f:
        out = csv.writer(f)
        out.writerow(["example", "logprob"])
        k = 0
        for batch in loader:
            batch = {n: t.to(device) for n, t in batch.items()}
            labels = batch.pop("labels")
            for s in label_logprob(model(**batch).logits, labels).tolist():
                out.writerow([k, f"{s:.4f}"])
                k += 1
