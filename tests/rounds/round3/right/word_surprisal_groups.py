"""Word surprisal in bits: sub-word surprisals of one word are added."""
import math
from collections import OrderedDict

import torch


def word_surprisals(model, enc):
    """enc: a fast tokenizer's output with word_ids(), batch of one, BOS first."""
    ids = enc["input_ids"][0]
    with torch.no_grad():
        lp = model(**enc).logits[0, :-1].float().log_softmax(-1)
    bits = -lp.gather(1, ids[1:, None]).squeeze(1) / math.log(2)
    words = OrderedDict()
    for w, b in zip(enc.word_ids()[1:], bits.tolist()):
        if w is not None:
            words[w] = words.get(w, 0.0) + b
    return list(words.values())


def correlation(a, b):
    x, y = torch.tensor(a), torch.tensor(b)
    return torch.corrcoef(torch.stack([x, y]))[0, 1].item()
