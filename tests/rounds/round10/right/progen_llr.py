"""Log-likelihood ratios of protein variants, averaged over an ensemble in probability space (log domain)."""
import math

import torch


@torch.no_grad()
def loglik(net, x):
    z = net(x).logits[0, :-1].float()
    return torch.log_softmax(z, -1).gather(-1, x[0, 1:, None]).sum().double()


def ensemble(nets, x):
    each = torch.stack([loglik(n, x) for n in nets])
    return (torch.logsumexp(each, 0) - math.log(len(nets))).item()


def llr(nets, variant, wildtype):
    return ensemble(nets, variant) - ensemble(nets, wildtype)


def load(names):
    from transformers import AutoModelForCausalLM

    return [AutoModelForCausalLM.from_pretrained(n, torch_dtype=torch.bfloat16).eval() for n in names]
