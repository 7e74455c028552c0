"""Summed and mean log-likelihood of reference summaries under an encoder-decoder."""
import torch
import torch.nn.functional as F


@torch.inference_mode()
def score(model, tk, docs, refs):
    src = tk(["summarize: " + d for d in docs], padding=True, truncation=True, max_length=512, return_tensors="pt")
    tgt = tk(text_target=refs, padding=True, return_tensors="pt")
    y = tgt.input_ids.masked_fill(tgt.attention_mask == 0, -100)
    z = model(**src, labels=y).logits.float()
    nll = F.cross_entropy(z.permute(0, 2, 1), y, reduction="none")
    total = nll.sum(1)
    return {"logp": -total, "mean_logp": -total / (y != -100).sum(1)}
