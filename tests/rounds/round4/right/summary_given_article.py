"""log P(summary | article): cross entropy with the article's labels ignored."""
import torch
import torch.nn.functional as F


def summary_logprob(model, article_ids, summary_ids):
    seq = torch.tensor([article_ids + summary_ids])
    y = seq.clone()
    y[:, : len(article_ids)] = -100
    with torch.no_grad():
        z = model(seq).logits.float()
    nll = F.cross_entropy(z[0, :-1], y[0, 1:], reduction="sum", ignore_index=-100)
    return -nll.item()


def best_summary(model, article_ids, candidates):
    return max(range(len(candidates)), key=lambda i: summary_logprob(model, article_ids, candidates[i]))
