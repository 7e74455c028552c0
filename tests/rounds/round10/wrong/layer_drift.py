"""How far does the quantised model's next-token distribution drift from the original?

# bug: the first argument of kl_div is a probability, not a log-probability.
"""
import pandas as pd
import torch
from torch.nn import functional as nnf


def drift(reference, quantised, loader):
    """KL(reference || quantised) in nats per position, one row per document."""
    rows = []
    for doc_id, ids in loader:
        with torch.no_grad():
            a = reference(ids).logits[0].float()
            b = quantised(ids).logits[0].float()
        ours = nnf.softmax(b, dim=-1)  # expect-near: SEQ114
        theirs = nnf.softmax(a, dim=-1)
        kl = nnf.kl_div(ours, theirs, reduction="batchmean")  # expect: SEQ114
        agree = (a.argmax(-1) == b.argmax(-1)).float().mean()
        rows.append({"doc": doc_id, "kl": kl.item(), "top1": agree.item()})
    return pd.DataFrame(rows).set_index("doc")
