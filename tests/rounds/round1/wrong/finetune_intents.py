"""Fine-tune a small encoder for intent detection.

# bug: CrossEntropyLoss receives the output of a softmax layer.
"""
from torch import nn, optim


class IntentNet(nn.Module):
    def __init__(self, encoder, width, n_intents):
        super().__init__()
        self.encoder = encoder
        self.ff = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, n_intents))
        self.act = nn.Softmax(dim=-1)

    def forward(self, batch):
        pooled = self.encoder(batch)[:, 0]
        return self.act(self.ff(pooled))


def train(net, loader, epochs=3, lr=1e-4):
    criterion = nn.CrossEntropyLoss()
    opt = optim.AdamW(net.parameters(), lr=lr)
    for epoch in range(epochs):
        seen, hits = 0, 0
        for batch, gold in loader:
            opt.zero_grad()
            pred = net(batch)
            loss = criterion(pred, gold)  # expect: SEQ106
            loss.backward()
            opt.step()
            hits += (pred.argmax(-1) == gold).sum().item()
            seen += gold.numel()
        print(epoch, hits / max(seen, 1))
