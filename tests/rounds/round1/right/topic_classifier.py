"""Topic classifier; forward() already returns log-probabilities."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class TopicNet(nn.Module):
    def __init__(self, n_features, n_topics):
        super().__init__()
        self.a = nn.Linear(n_features, 64)
        self.b = nn.Linear(64, n_topics)

    def forward(self, x):
        return F.log_softmax(self.b(torch.relu(self.a(x))), dim=1)


def fit(net, x, y, steps=200):
    opt = torch.optim.Adam(net.parameters(), lr=1e-2)
    for _ in range(steps):
        logits = net(x)
        loss = F.nll_loss(logits, y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    return loss.item()


@torch.no_grad()
def predict(net, x):
    out = net(x)
    conf, label = out.exp().max(dim=1)
    return label, conf


if __name__ == "__main__":
    torch.manual_seed(0)
    x = torch.randn(60, 5)
    y = (x[:, 0] > 0).long()
    net = TopicNet(5, 2)
    assert fit(net, x, y) < 0.2
