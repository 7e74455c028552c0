"""Min-K% membership score and zlib ratio: both are defined on token means."""
import zlib

import torch


@torch.no_grad()
def features(model, tok, text, ratio=0.2):
    model.eval()
    ids = tok(text, return_tensors="pt").input_ids
    if ids.size(1) < 2:
        return None
    lsm = model(ids).logits[0, :-1].float().log_softmax(-1)
    lp = lsm.gather(-1, ids[0, 1:, None]).squeeze(-1)
    k = max(1, int(len(lp) * ratio))
    return {
        "min_k": lp.sort().values[:k].mean().item(),
        "zlib": -lp.mean().item() / len(zlib.compress(text.encode())),
    }
