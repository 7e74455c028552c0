"""Held-out loss of a causal LM on fixed blocks.

# bug: the dataset returns labels already moved by one and the transformers model moves them again.
"""
import torch
from torch.utils.data import DataLoader, Dataset
from transformers import AutoModelForCausalLM


class Blocks(Dataset):
    def __init__(self, stream: torch.Tensor, size: int):
        self.stream, self.size = stream, size

    def __len__(self) -> int:
        return (self.stream.numel() - 1) // self.size

    def __getitem__(self, k: int) -> dict:
        lo = k * self.size
        piece = self.stream[lo : lo + self.size + 1]
        return {"input_ids": piece[:-1], "labels": piece[1:]}  # expect-near: SEQ202


@torch.no_grad()
def held_out(name: str, stream: torch.Tensor, size: int = 512, bs: int = 4) -> float:
    lm = AutoModelForCausalLM.from_pretrained(name)
    lm.eval()
    total = n = 0
    for item in DataLoader(Blocks(stream, size), batch_size=bs):
        out = lm(input_ids=item["input_ids"], labels=item["labels"])  # expect: SEQ202
        k = item["labels"][:, 1:].numel()
        total += out.loss.item() * k  # expect-near: SEQ202
        n += k
    return total / max(n, 1)


if __name__ == "__main__":
    print(held_out("gpt2", torch.load("valid_stream.pt")))
