"""Policy entropies: exact from logits, and the Monte-Carlo estimate for logging."""
import torch


def exact_entropy(logits):
    p = torch.softmax(logits, dim=-1)
    return torch.logsumexp(logits, dim=-1) - torch.sum(p * logits, dim=-1)


def sampled_entropy(logprobs, mask):
    """Average surprisal of tokens that were sampled from the policy itself."""
    return ((-logprobs) * mask).sum() / mask.sum().clamp(min=1)


def bonus(logits, mask, coef=1e-3):
    h = exact_entropy(logits.float())
    return coef * (h * mask).sum() / mask.sum().clamp(min=1)


if __name__ == "__main__":
    z = torch.randn(3, 7, 11)
    want = torch.distributions.Categorical(logits=z).entropy()
    assert torch.allclose(exact_entropy(z), want, atol=1e-5)
