"""CTC training: (time, batch, classes), log_softmax over axis 2."""
import torch
from torch import nn


class SpeechModel(nn.Module):
    def __init__(self, mel, classes, blank=0):
        super().__init__()
        self.rnn = nn.GRU(mel, 64, bidirectional=True)
        self.out = nn.Linear(128, classes)
        self.ctc = nn.CTCLoss(blank=blank, zero_infinity=True)
        self.blank = blank

    def forward(self, x):
        return self.out(self.rnn(x)[0]).log_softmax(2)

    def loss(self, x, y, x_len, y_len):
        return self.ctc(self(x), y, x_len, y_len)

    @torch.no_grad()
    def decode(self, x):
        best = self(x).argmax(dim=2).T
        return [[c for c in row.unique_consecutive().tolist() if c != self.blank] for row in best]


if __name__ == "__main__":
    m, x = SpeechModel(5, 7), torch.randn(20, 2, 5)
    y = torch.randint(1, 7, (2, 4))
    assert m.loss(x, y, torch.tensor([20, 20]), torch.tensor([4, 4])) > 0
    assert len(m.decode(x)) == 2
