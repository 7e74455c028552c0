"""Evaluation step of the instruction-tuning loop.

# bug: the completion mask is cut [:, :-1] while the targets are the tokens [:, 1:].
# bug: a row without any completion token divides by zero.
"""
import torch
import torch.nn.functional as F


def completion_nll(net, batch):
    """Mean NLL per completion token, one value for each row."""
    ids, attn, comp = batch["input_ids"], batch["attention_mask"], batch["completion_mask"]
    z = net(input_ids=ids, attention_mask=attn).logits
    nll = F.cross_entropy(z[:, :-1].flatten(0, 1).float(), ids[:, 1:].flatten(), reduction="none")
    nll = nll.view(ids.size(0), -1)
    keep = comp[:, :-1].float()  # expect: SEQ203
    num = (nll * keep).sum(1)  # expect-near: SEQ203
    return num / keep.sum(1)  # expect: SEQ611


def evaluate(net, loader, device):
    net.eval()
    rows = []
    with torch.no_grad():
        for batch in loader:
            batch = {k: v.to(device) for k, v in batch.items()}
            rows.append(completion_nll(net, batch).cpu())
    return torch.cat(rows)
