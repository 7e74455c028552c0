"""Probabilistic forecasting: Gaussian and Poisson likelihoods, horizon mean."""
import math

import torch
import torch.nn.functional as F


def gaussian_nll(mu, raw_scale, y):
    sigma = F.softplus(raw_scale) + 1e-4
    return 0.5 * math.log(2 * math.pi) + sigma.log() + 0.5 * ((y - mu) / sigma) ** 2


def poisson_nll(log_rate, y):
    return log_rate.exp() - y * log_rate + torch.lgamma(y + 1.0)


def training_loss(model, batch):
    mu, scale = model(batch["history"])
    per = gaussian_nll(mu, scale, batch["future"])
    observed = batch["observed"]
    return torch.where(observed, per, torch.zeros_like(per)).sum() / observed.sum().clamp(min=1)


def mape(pred, y, eps=1e-8):
    return ((pred - y).abs() / (y.abs() + eps)).mean()
