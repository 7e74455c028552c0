"""Entropy of the predictive distributions, by the definition and by an identity."""
import torch


def entropy_from_logprobs(lp):
    return -(lp.exp() * lp).sum(dim=-1)


def entropy_from_logits(z):
    p = torch.softmax(z, dim=-1)
    return torch.logsumexp(z, dim=-1) - (p * z).sum(dim=-1)


def answer_uncertainty(model, ids, n_prompt):
    with torch.no_grad():
        z = model(ids[None]).logits[0, n_prompt - 1 : -1].float()
    return entropy_from_logits(z).sum().item()


if __name__ == "__main__":
    torch.manual_seed(0)
    z = torch.randn(4, 9)
    a, b = entropy_from_logits(z), entropy_from_logprobs(z.log_softmax(-1))
    assert torch.allclose(a, b, atol=1e-5)
    assert torch.allclose(a, torch.distributions.Categorical(logits=z).entropy(), atol=1e-5)
