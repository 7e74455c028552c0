"""Router diagnostics of mixture-of-experts checkpoints (load, entropy, top-k share)."""
import matplotlib.pyplot as plt
import torch


class RouterStats:
    def __init__(self, n_experts, k=2):
        self.n, self.k = n_experts, k
        self.load = torch.zeros(n_experts)
        self.entropy_sum = 0.0
        self.tokens = 0

    def update(self, gate_logits):
        """gate_logits: (tokens, experts) of one layer, pad tokens removed."""
        gate = gate_logits.float().softmax(dim=-1)
        top, idx = gate.topk(self.k, dim=-1)
        self.load += torch.bincount(idx.flatten(), minlength=self.n).float()
        self.entropy_sum += torch.special.entr(gate).sum().item()
        self.tokens += gate.size(0)
        return top / top.sum(dim=-1, keepdim=True)

    def aux_loss(self, gate_logits):
        """Switch load-balancing loss."""
        gate = gate_logits.float().softmax(dim=-1)
        frac = torch.bincount(gate.argmax(-1), minlength=self.n).float() / max(gate.size(0), 1)
        return self.n * (frac * gate.mean(dim=0)).sum()

    def plot(self, path):
        share = self.load / self.load.sum().clamp(min=1)
        plt.bar(range(self.n), share)
        plt.axhline(1 / self.n, ls="--")
        plt.title(f"router entropy {self.entropy_sum / max(self.tokens, 1):.2f} nats")
        plt.savefig(path)
        plt.close()
