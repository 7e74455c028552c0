"""log p(word) of multi-piece words.

# bug: the pieces' log-probs are chained with a product; chaining in log space is a sum
"""
import operator
from functools import reduce

import torch


def word_logprob(lm, prefix_ids, word_ids):
    ids = torch.tensor([[*prefix_ids, *word_ids]])
    with torch.no_grad():
        lp = lm(ids).logits.log_softmax(-1)[0]
    first = len(prefix_ids) - 1
    pieces = [lp[first + j, w].item() for j, w in enumerate(word_ids)]
    return reduce(operator.mul, pieces, 1.0)  # expect: SEQ407


def nearest(lm, prefix_ids, lexicon):
    return max(lexicon.items(), key=lambda kv: word_logprob(lm, prefix_ids, kv[1]))[0]
