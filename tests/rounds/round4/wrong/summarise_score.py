"""Score a summary given its article.
# bug: the article's tokens are part of the sum that is returned as log P(summary | article).
"""
import torch
import torch.nn.functional as F


def summary_logprob(model, article_ids: list, summary_ids: list) -> float:
    """log P(summary | article)"""
    seq = torch.tensor(article_ids + summary_ids).unsqueeze(0)
    with torch.no_grad():
        logits = model(seq).logits.float()
    nll = F.cross_entropy(logits[0, :-1], seq[0, 1:], reduction="none")
    return -nll.sum().item()  # expect: SEQ301


def best_summary(model, article_ids, candidates):
    table = [(summary_logprob(model, article_ids, c), i) for i, c in enumerate(candidates)]  # expect-near: SEQ301
    return max(table)[1]
