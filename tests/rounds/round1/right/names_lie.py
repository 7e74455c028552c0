"""Log-likelihood with historical variable names."""
import torch
import torch.nn.functional as F


def batch_scores(model, rows, pad_id=0):
    """rows: list of (context ids, continuation ids). Sum of continuation log-probs each."""
    seqs = [torch.tensor(c + k)[:-1] for c, k in rows]
    n = max(len(s) for s in seqs)
    inp = torch.stack([F.pad(s, (0, n - len(s)), value=pad_id) for s in seqs])
    att = torch.stack([F.pad(torch.ones_like(s), (0, n - len(s))) for s in seqs])
    with torch.no_grad():
        multi_logits = F.log_softmax(model(input_ids=inp, attention_mask=att).logits.float(), dim=-1)

    res = []
    for logits, s, (_, cont) in zip(multi_logits, seqs, rows):
        logits = logits[len(s) - len(cont) : len(s)]
        want = torch.tensor(cont)
        greedy = bool((logits.argmax(dim=-1) == want).all())
        logits = torch.gather(logits, 1, want[:, None]).squeeze(1)
        res.append((float(logits.sum()), greedy))
    return res


def mean_probs(model, row):
    """Average log-probability of the continuation (must not be empty)."""
    (probs, _), = batch_scores(model, [row])
    return probs / len(row[1])
