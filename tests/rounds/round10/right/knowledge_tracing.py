"""Deep knowledge tracing: one sigmoid per skill, binary outcomes."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class DKT(nn.Module):
    def __init__(self, skills, hidden=128):
        super().__init__()
        self.skills = skills
        self.emb = nn.Embedding(2 * skills, hidden)
        self.rnn = nn.LSTM(hidden, hidden, batch_first=True)
        self.out = nn.Linear(hidden, skills)

    def forward(self, skill, correct):
        x = self.emb(skill + self.skills * correct)
        return self.out(self.rnn(x)[0])


def loss_fn(model, skill, correct, mask):
    z = model(skill, correct)[:, :-1]
    nxt = z.gather(-1, skill[:, 1:].unsqueeze(-1)).squeeze(-1)
    m = mask[:, 1:].float()
    bce = F.binary_cross_entropy_with_logits(nxt, correct[:, 1:].float(), reduction="none")
    return (bce * m).sum() / m.sum().clamp(min=1)


@torch.no_grad()
def mastery(model, skill, correct, mask):
    model.eval()
    last = mask.long().sum(1).sub(1).clamp(min=0)
    z = model(skill, correct)
    return torch.sigmoid(z[torch.arange(len(z), device=z.device), last])
