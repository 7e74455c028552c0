"""In-batch contrastive training of a speech-text retriever."""
import torch
import torch.nn.functional as F


def info_nce(speech: torch.Tensor, text: torch.Tensor, tau: float = 0.05) -> torch.Tensor:
    sim = F.normalize(speech, dim=-1) @ F.normalize(text, dim=-1).T / tau
    gold = torch.arange(sim.size(0), device=sim.device)
    return 0.5 * (F.cross_entropy(sim, gold) + F.cross_entropy(sim.T, gold))


def dual_softmax(sim: torch.Tensor, tau: float = 0.05) -> torch.Tensor:
    """Row softmax times column softmax, used for mutual matching."""
    return (sim / tau).softmax(dim=0) * (sim / tau).softmax(dim=1)


@torch.no_grad()
def recall_at(sim: torch.Tensor, k: int) -> float:
    gold = torch.arange(sim.size(0), device=sim.device)[:, None]
    return (sim.topk(k, dim=1).indices == gold).any(dim=1).float().mean().item()


@torch.no_grad()
def mrr(sim: torch.Tensor) -> float:
    own = sim.diagonal()[:, None]
    rank = (sim > own).sum(dim=1) + 1
    return (1.0 / rank).mean().item()
