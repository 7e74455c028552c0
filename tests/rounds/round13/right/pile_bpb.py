"""Bits per byte; BOS (or EOS for models without one) gives the first token a context."""
import math

import torch


@torch.no_grad()
def bits_per_byte(lm, tk, texts):
    lm.eval()
    bos = tk.bos_token_id if tk.bos_token_id is not None else tk.eos_token_id
    nats = n_bytes = 0
    for t in texts:
        ids = tk(t, add_special_tokens=False).input_ids
        if not ids or len(ids) >= lm.config.max_position_embeddings:
            continue
        x = torch.tensor([[bos] + ids], device=lm.device)
        nats += lm(x, labels=x).loss.item() * len(ids)
        n_bytes += len(t.encode())
    return nats / (n_bytes * math.log(2)) if n_bytes else float("nan")
