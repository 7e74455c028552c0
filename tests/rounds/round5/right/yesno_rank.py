"""Passage ranking by log p(yes) - log p(no) at the end of the prompt, right padding."""
import torch

PROMPT = "Passage: {p}\nQuery: {q}\nIs the passage relevant to the query? Answer:"


@torch.no_grad()
def relevance(lm, tok, query, passages, yes, no):
    enc = tok([PROMPT.format(p=p, q=query) for p in passages], padding=True, return_tensors="pt").to(lm.device)
    z = lm(**enc).logits
    end = enc["attention_mask"].sum(dim=1) - 1
    z = z[torch.arange(z.size(0), device=z.device), end]
    return z[:, yes] - z[:, no]


def rerank(lm, tok, query, passages, bs=8):
    tok.padding_side = "right"
    lm.eval()
    yes, no = (tok(w, add_special_tokens=False).input_ids for w in (" yes", " no"))
    assert len(yes) == len(no) == 1
    parts = []
    for i in range(0, len(passages), bs):
        parts.append(relevance(lm, tok, query, passages[i : i + bs], yes[0], no[0]))
    order = torch.cat(parts).argsort(descending=True)
    return [passages[i] for i in order.tolist()]
