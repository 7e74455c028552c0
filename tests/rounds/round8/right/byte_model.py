"""Document log-probability under a byte-level model. Logits are (1, T, 259)."""
import torch

START = 256


class ByteScorer:
    def __init__(self, net, limit=4096):
        self.net = net.eval()
        self.limit = limit

    @torch.no_grad()
    def __call__(self, blob: bytes) -> float:
        seq = torch.tensor([[START, *blob[: self.limit - 1]]])
        lp = self.net(seq)[0].log_softmax(dim=1)
        steps = torch.arange(seq.size(1) - 1)
        return lp[steps, seq[0, 1:]].sum().item()

    def compare(self, a: bytes, b: bytes) -> int:
        sa, sb = self(a), self(b)
        return (sa > sb) - (sa < sb)
