"""P(intended | heard), all in log space."""
import numpy as np
import torch
from scipy.special import logsumexp


@torch.no_grad()
def log_sentence(lm, tok, sentence):
    ids = torch.tensor([[tok.bos_token_id, *tok.encode(sentence)]])
    lp = lm(ids).logits[0, :-1].double().log_softmax(-1)
    return lp.gather(-1, ids[0, 1:].unsqueeze(-1)).sum().item()


def posterior(lm, tok, edit_loglik, heard, options):
    lm.eval()
    joint = np.array([log_sentence(lm, tok, s) + edit_loglik(heard, s) for s in options])
    return np.exp(joint - logsumexp(joint))
