"""Monte-Carlo entropy of a policy: mean NLL of its own samples."""
import torch


def rollout_entropy(logprobs: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """logprobs of sampled tokens, (B, T); estimate of the entropy of the sequence distribution."""
    return (-logprobs * mask).sum(1).mean()


def log(step, logprobs, mask, writer):
    writer.add_scalar("policy/entropy_mc", rollout_entropy(logprobs, mask).item(), step)
