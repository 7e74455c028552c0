"""Reliability of gold next-token probabilities, and a separate top-k share used for plotting."""
import matplotlib.pyplot as plt
import torch


def gold_probability(z: torch.Tensor, gold: torch.Tensor) -> torch.Tensor:
    """Model probability of each gold token; z (N, V), gold (N,)."""
    return z.float().softmax(-1).gather(1, gold.view(-1, 1)).view(-1)


def share_among_best(z: torch.Tensor, k: int) -> torch.Tensor:
    """How the k best entries split their own mass (rows sum to 1 over the k)."""
    return z.float().topk(k, dim=-1).values.softmax(-1)


def draw(z: torch.Tensor, gold: torch.Tensor, out: str, k: int = 5) -> None:
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
    left.hist(gold_probability(z, gold).numpy(), bins=40)
    left.set_xlabel("model probability of gold token")
    right.bar(range(1, k + 1), share_among_best(z, k).mean(0).numpy())
    right.set_xlabel(f"relative share within top {k}")
    fig.tight_layout()
    fig.savefig(out)


if __name__ == "__main__":
    data = torch.load("dev_positions.pt", map_location="cpu")
    draw(data["logits"], data["gold"], "reliability.png")
