"""Non-saturating GAN losses on scalar logits."""
import torch
import torch.nn.functional as F


def d_loss(disc, real, fake):
    return F.softplus(-disc(real)).mean() + F.softplus(disc(fake.detach())).mean()


def g_loss(disc, fake):
    return F.softplus(-disc(fake)).mean()


@torch.no_grad()
def inception_score(p):
    """p (N, C): class probabilities of generated images."""
    marginal = p.mean(dim=0, keepdim=True)
    kl = (torch.special.xlogy(p, p) - torch.special.xlogy(p, marginal)).sum(dim=1)
    return kl.mean().exp().item()
