"""Intent classifier: logits into the loss, probabilities only for serving."""
import torch
from torch import nn


class IntentHead(nn.Module):
    def __init__(self, width, intents):
        super().__init__()
        self.ff = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, intents))
        self.softmax = nn.Softmax(dim=-1)

    def forward(self, x):
        return self.ff(x)

    @torch.no_grad()
    def serve(self, x):
        probs = self.softmax(self(x))
        score, label = probs.max(-1)
        return label.tolist(), score.tolist()


def train(net, batches, epochs=3):
    criterion = nn.CrossEntropyLoss(label_smoothing=0.05)
    opt = torch.optim.AdamW(net.parameters(), lr=1e-3)
    for _ in range(epochs):
        for x, y in batches:
            loss = criterion(net(x), y)
            opt.zero_grad()
            loss.backward()
            opt.step()
    return net


if __name__ == "__main__":
    net = train(IntentHead(4, 3), [(torch.randn(8, 4), torch.randint(0, 3, (8,)))])
    print(net.serve(torch.randn(2, 4)))
