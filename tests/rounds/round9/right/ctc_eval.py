"""CTC acoustic model: greedy decode and per-utterance negative log-likelihood."""
import torch
from torch import nn


class AcousticModel(nn.Module):
    def __init__(self, n_mels, n_tokens, hidden=256):
        super().__init__()
        self.rnn = nn.LSTM(n_mels, hidden, num_layers=3, bidirectional=True)
        self.head = nn.Linear(2 * hidden, n_tokens)

    def forward(self, mel):
        return self.head(self.rnn(mel)[0]).log_softmax(dim=2)


ctc = nn.CTCLoss(blank=0, reduction="none", zero_infinity=True)


@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    total, frames = 0.0, 0
    hyps = []
    for mel, mel_len, text, text_len in loader:
        probs = model(mel)
        total += ctc(probs, text, mel_len, text_len).sum().item()
        frames += int(mel_len.sum())
        best = probs.argmax(dim=2).T
        for row, n in zip(best, mel_len):
            row = torch.unique_consecutive(row[:n])
            hyps.append(row[row != 0].tolist())
    return total / max(frames, 1), hyps
