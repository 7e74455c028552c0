"""SimPO rewards: average log-probability of the response.

# bug: truncation can remove the whole response, the average then is 0 / 0
"""
import torch


def collate(pairs, limit):
    """pairs of (prompt ids, response ids); the tail is cut at limit."""
    seqs = [(p + r)[:limit] for p, r in pairs]
    width = max(len(s) for s in seqs)
    ids = torch.zeros(len(seqs), width, dtype=torch.long)
    attn, resp = torch.zeros_like(ids), torch.zeros_like(ids)
    for k, (s, (p, _)) in enumerate(zip(seqs, pairs)):
        ids[k, :len(s)] = torch.tensor(s)
        attn[k, :len(s)] = 1
        resp[k, len(p):len(s)] = 1
    return ids, attn, resp


def rewards(model, pairs, limit=512, beta=2.0):
    ids, attn, resp = collate(pairs, limit)
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    tok = z.log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    m = resp[:, 1:]
    return beta * (tok * m).sum(-1) / m.sum(-1)  # expect: SEQ611
