"""Fine-tuning on equal blocks; the model shifts the labels inside."""
import torch


def train(net, data, steps, lr=2e-5, bs=8, seed=0):
    gen = torch.Generator().manual_seed(seed)
    opt = torch.optim.AdamW(net.parameters(), lr=lr)
    net.train()
    history = []
    for _ in range(steps):
        pick = torch.randint(len(data), (bs,), generator=gen)
        block = data[pick]
        loss = net(input_ids=block, labels=block).loss
        loss.backward()
        opt.step()
        opt.zero_grad()
        history.append(loss.item())
    return history
