"""How much does the context help? Pointwise mutual information of answer and context.

gain = log p(answer | context, question) - log p(answer | question)
Each record holds the two tokenised texts and the index at which the answer begins in each.
# bug: a sum over tokens is compared with a mean over tokens
"""
import numpy as np
import torch


@torch.no_grad()
def answer_token_logps(lm, ids, begin):
    x = torch.tensor(ids).unsqueeze(0)
    z = lm(x).logits[0, begin - 1 : -1]
    return z.log_softmax(-1).gather(-1, x[0, begin:, None]).squeeze(-1).numpy()


def gain(lm, rec):
    cond = answer_token_logps(lm, rec["full_ids"], rec["full_begin"])
    bare = answer_token_logps(lm, rec["bare_ids"], rec["bare_begin"])
    return cond.sum() - bare.mean()  # expect: SEQ503


def summarise(lm, records):
    lm.eval()
    g = np.array([gain(lm, r) for r in records])
    boot = np.random.default_rng(0).choice(g, size=(1000, g.size)).mean(axis=1)
    lo, hi = np.percentile(boot, [2.5, 97.5])
    print(f"gain {g.mean():.2f} nats [{lo:.2f}, {hi:.2f}], positive in {np.mean(g > 0):.1%}")
    return g
