"""Contrastive scores: the difference of two log-softmaxes is normalised again."""
import torch


@torch.no_grad()
def contrastive_logprob(expert, amateur, ids, n_prompt, weight=0.5):
    """log-probability of the continuation under the contrastive distribution."""
    a = expert(input_ids=ids).logits[0, n_prompt - 1 : -1].float().log_softmax(-1)
    b = amateur(input_ids=ids).logits[0, n_prompt - 1 : -1].float().log_softmax(-1)
    logits = ((1 + weight) * a - weight * b).log_softmax(-1)
    cont = ids[0, n_prompt:]
    return logits[range(len(cont)), cont].sum().item()


def guided_next(cond, uncond, gamma=1.5):
    """Classifier-free guidance on one step, (B, V) each."""
    c, u = cond.log_softmax(-1), uncond.log_softmax(-1)
    return (u + gamma * (c - u)).argmax(-1)
