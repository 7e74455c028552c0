"""Fine-tune GPT-2 on clinic letters (fixed blocks of 512 tokens).

# bug: the collate function shifts the labels and the Hugging Face model shifts them again
"""
import torch
from torch.utils.data import DataLoader, Dataset
from transformers import GPT2LMHeadModel


class Blocks(Dataset):
    def __init__(self, path, size=512):
        flat = torch.load(path)
        usable = flat.numel() // size * size
        self.rows = flat[:usable].view(-1, size)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        return self.rows[i]


def collate(rows):
    x = torch.stack(rows)
    y = torch.full_like(x, -100)
    y[:, :-1] = x[:, 1:]  # expect-near: SEQ202
    return {"input_ids": x, "labels": y}


def train(epochs=3, lr=5e-5):
    model = GPT2LMHeadModel.from_pretrained("gpt2")
    opt = torch.optim.AdamW(model.parameters(), lr=lr)
    dl = DataLoader(Blocks("letters.pt"), batch_size=8, shuffle=True, collate_fn=collate)
    model.train()
    for ep in range(epochs):
        for i, b in enumerate(dl):
            loss = model(input_ids=b["input_ids"], labels=b["labels"]).loss  # expect: SEQ202
            loss.backward()
            opt.step()
            opt.zero_grad(set_to_none=True)
            if i % 50 == 0:
                print(ep, i, loss.item())
    model.save_pretrained("clinical-gpt2")


if __name__ == "__main__":
    train()
