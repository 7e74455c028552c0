"""Total log-probability of every sentence in a bank; ids come with ragged lengths.

# bug: the padded positions of the shorter sentences are summed with the real ones.
"""
import torch
import torch.nn.functional as F
from torch.nn.utils.rnn import pad_sequence


def _collate(rows, fill):
    ids = pad_sequence([torch.as_tensor(r) for r in rows], batch_first=True, padding_value=fill)
    lens = torch.tensor([len(r) for r in rows])
    attn = torch.arange(ids.size(1))[None, :] < lens[:, None]
    return ids, attn.long()


def bank_scores(net, rows, fill, bs=32, device="cpu"):
    net = net.to(device).eval()
    collected = []
    for i in range(0, len(rows), bs):
        ids, attn = (t.to(device) for t in _collate(rows[i : i + bs], fill))
        with torch.no_grad():
            pred = net(input_ids=ids, attention_mask=attn).logits
        cost = F.cross_entropy(pred[:, :-1].transpose(1, 2), ids[:, 1:], reduction="none")  # expect-near: SEQ302
        collected.append(-cost.sum(dim=1).cpu())  # expect: SEQ302
    return torch.cat(collected)
