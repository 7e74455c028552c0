"""Held-out NLL per token on fixed-size blocks, two equivalent code paths."""
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset
from transformers import AutoModelForCausalLM


def blocks(stream, size):
    n = stream.numel() // size
    return TensorDataset(stream[: n * size].view(n, size))


@torch.no_grad()
def via_model(lm, loader):
    tot, cnt = 0.0, 0
    for (x,) in loader:
        k = x.shape[0] * (x.shape[1] - 1)
        tot += lm(input_ids=x, labels=x).loss.item() * k
        cnt += k
    return tot / max(cnt, 1)


@torch.no_grad()
def via_inputs(lm, loader):
    tot, cnt = 0.0, 0
    for (x,) in loader:
        src, dst = x[:, :-1], x[:, 1:]
        z = lm(input_ids=src).logits
        tot += F.cross_entropy(z.float().transpose(1, 2), dst, reduction="sum").item()
        cnt += dst.numel()
    return tot / max(cnt, 1)


if __name__ == "__main__":
    net = AutoModelForCausalLM.from_pretrained("gpt2").eval()
    dl = DataLoader(blocks(torch.load("valid_stream.pt"), 256), batch_size=4)
    print(via_model(net, dl), via_inputs(net, dl))
