"""Is log p(gold answer | question) related to item difficulty?

Items come tokenised: `ids` is question + answer, the answer starts at `cut`.
# bug: the question's tokens are summed into the answer's log-probability
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F
from scipy.stats import pearsonr


def answer_logp(lm, item):
    ids = torch.as_tensor(item["ids"])[None]
    with torch.no_grad():
        z = lm(ids).logits
    lp = F.log_softmax(z[:, :-1], dim=-1)
    lp = lp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return lp.sum(-1).item()  # expect: SEQ301


def main(lm, items):
    lm.eval()
    rows = []
    for it in items:
        n_answer = len(it["ids"]) - it["cut"]
        if n_answer < 1:
            print("no answer tokens:", it["qid"], file=sys.stderr)
            continue
        rows.append((answer_logp(lm, it), it["p_correct_students"], n_answer))
    x, y, n = map(np.asarray, zip(*rows))
    print("items", len(rows), "mean answer length", n.mean())
    print("r(log p(answer|question), difficulty) = %.3f, p = %.3g" % pearsonr(x, y))
    return x, y
