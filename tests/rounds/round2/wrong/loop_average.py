"""Average log-probability of the references in a test set.

# bug: the running total is divided inside the loop
"""
import json

import torch


def reference_score(model, ids):
    ids = torch.tensor(ids)[None]
    with torch.no_grad():
        lp = model(ids).logits[0, :-1].float().log_softmax(-1)
    return lp.gather(1, ids[0, 1:, None]).sum().item()


def average_logprob(model, path):
    refs = [json.loads(x)["ids"] for x in open(path)]
    avg = 0.0
    for ids in refs:
        avg += reference_score(model, ids)
        avg /= len(refs)  # expect: SEQ417
    return avg
