"""LOSS membership attack, batched so that the Pile subsets finish over night.

# bug: the masked values are averaged over the width of the batch, not over the tokens of the document
"""
import torch


def collate(docs, tok, limit=512):
    return tok(docs, truncation=True, max_length=limit, padding=True, return_tensors="pt")


@torch.no_grad()
def mean_token_logprob(model, enc):
    z = model(**enc).logits[:, :-1].float()
    y = enc["input_ids"][:, 1:]
    sel = z.gather(-1, y.unsqueeze(-1)).squeeze(-1) - torch.logsumexp(z, dim=-1)
    w = enc["attention_mask"][:, 1:].to(sel.dtype)
    return (sel * w).mean(dim=-1)  # expect: SEQ303


def attack(model, tok, members, others, bs=8):
    model.eval()

    def go(docs):
        v = []
        for i in range(0, len(docs), bs):
            v += mean_token_logprob(model, collate(docs[i : i + bs], tok)).tolist()
        return torch.tensor(v)

    a, b = go(members), go(others)
    auc = (a[:, None] > b[None, :]).float().mean()
    ties = (a[:, None] == b[None, :]).float().mean()
    return float(auc + 0.5 * ties)
