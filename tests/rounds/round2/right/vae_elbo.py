"""Variational autoencoder: reconstruction, KL term and importance-weighted bound."""
import math

import torch
import torch.nn.functional as F


def kl_normal(mu, logvar):
    return 0.5 * (mu.pow(2) + logvar.exp() - 1.0 - logvar).sum(dim=1)


def elbo(decoder, x, mu, logvar):
    z = mu + torch.randn_like(mu) * (0.5 * logvar).exp()
    recon = F.binary_cross_entropy_with_logits(decoder(z), x, reduction="none").flatten(1).sum(1)
    return -(recon + kl_normal(mu, logvar))


def gaussian_logpdf(x, mu, logvar):
    return -0.5 * (math.log(2 * math.pi) + logvar + (x - mu).pow(2) / logvar.exp()).sum(-1)


def iwae_bound(log_p_xz, log_q_z):
    """Inputs (K, B)."""
    w = log_p_xz - log_q_z
    return (torch.logsumexp(w, dim=0) - math.log(w.size(0))).mean()
