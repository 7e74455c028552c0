"""Ensembles of language models: mixture of probabilities and product of experts."""
import math

import torch


def mixture_logprob(seq_lps):
    """(models, sentences) sequence log-probs -> log of the mean probability per sentence."""
    return torch.logsumexp(seq_lps, dim=0) - math.log(seq_lps.shape[0])


def next_token_mixture(logits_list):
    lps = torch.stack([z.float().log_softmax(-1) for z in logits_list])
    return torch.logsumexp(lps, 0) - math.log(len(logits_list))


def product_of_experts(logits_list):
    """Normalised geometric mean over the models."""
    return torch.stack([z.float().log_softmax(-1) for z in logits_list]).mean(0).log_softmax(-1)


if __name__ == "__main__":
    torch.manual_seed(0)
    zs = [torch.randn(3, 5) for _ in range(2)]
    for f in (next_token_mixture, product_of_experts):
        assert torch.allclose(f(zs).exp().sum(-1), torch.ones(3), atol=1e-5)
    assert torch.allclose(mixture_logprob(torch.log(torch.tensor([[0.2], [0.4]]))).exp(), torch.tensor([0.3]))
