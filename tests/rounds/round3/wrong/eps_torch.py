"""Answer log-likelihood for an uncertainty benchmark.

# bug: eps is added before the log, all unlikely tokens get the same score
"""
import torch
import torch.nn.functional as F

EPS = 1e-9


def answer_loglik(model, context_ids, answer_ids):
    x = torch.tensor(context_ids + answer_ids)
    with torch.no_grad():
        z = model(x.unsqueeze(0)).logits[0]
    p = F.softmax(z[len(context_ids) - 1 : len(x) - 1].float(), dim=-1)
    p = p.gather(1, x[len(context_ids):].unsqueeze(1)).squeeze(1)
    return torch.log(p + EPS).sum().item()  # expect: SEQ604 # expect-near: SEQ602
