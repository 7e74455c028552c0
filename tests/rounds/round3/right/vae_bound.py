"""A text VAE: negative ELBO per word and the bound on perplexity that follows from it."""
import torch
import torch.nn.functional as F


def neg_elbo(logits, targets, mu, logvar, mask):
    """Per-sentence reconstruction and KL; logits[:, t] predicts targets[:, t]."""
    rec = F.cross_entropy(logits.transpose(1, 2), targets, reduction="none")
    rec = torch.where(mask, rec, torch.zeros_like(rec)).sum(1)
    kl = 0.5 * (mu.square() + logvar.exp() - 1 - logvar).sum(1)
    return rec, kl


def iwae_loglik(log_w):
    """(samples, sentences) log importance weights."""
    return torch.logsumexp(log_w, 0) - torch.log(torch.tensor(float(log_w.shape[0])))


def nats_per_word(log_w, words):
    return -iwae_loglik(log_w).sum() / words.sum()


if __name__ == "__main__":
    torch.manual_seed(0)
    lw = torch.randn(64, 3)
    assert (iwae_loglik(lw) >= lw.mean(0)).all()
    rec, kl = neg_elbo(torch.randn(2, 3, 5), torch.zeros(2, 3, dtype=torch.long), torch.zeros(2, 4), torch.zeros(2, 4),
                       torch.ones(2, 3, dtype=torch.bool))
    assert torch.allclose(kl, torch.zeros(2)) and (rec > 0).all()
