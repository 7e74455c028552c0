"""Scores for every row of a batch, and the corpus total that is meant to be one number."""
import torch


def token_logps(logits, ids):
    lp = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    return torch.gather(lp, 2, ids[:, 1:].unsqueeze(-1)).squeeze(-1)


def batch_logprobs(model, ids, mask):
    return (token_logps(model(ids, attention_mask=mask).logits, ids) * mask[:, 1:]).sum(dim=-1)


def corpus_nll(model, loader):
    total, count = 0.0, 0
    with torch.no_grad():
        for ids, mask in loader:
            lp = token_logps(model(ids, attention_mask=mask).logits, ids)
            total -= (lp * mask[:, 1:]).sum().item()
            count += int(mask[:, 1:].sum())
    return total / max(count, 1)
