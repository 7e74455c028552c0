"""CTC fine-tuning step and greedy decoding (blank is id 0)."""
import torch
import torch.nn as nn


class CtcHead(nn.Module):
    def __init__(self, encoder, width, n_chars):
        super().__init__()
        self.encoder = encoder
        self.fc = nn.Linear(width, n_chars)
        self.crit = nn.CTCLoss(blank=0, zero_infinity=True)

    def forward(self, wav, wav_len):
        h, h_len = self.encoder(wav, wav_len)
        return self.fc(h).log_softmax(dim=2), h_len

    def loss(self, wav, wav_len, txt, txt_len):
        lp, n = self(wav, wav_len)
        return self.crit(lp.transpose(0, 1), txt, n, txt_len)

    @torch.no_grad()
    def greedy(self, wav, wav_len):
        lp, n = self(wav, wav_len)
        best, ids = lp.max(dim=-1)
        outs = []
        for path, k, row in zip(ids, n, best):
            path = torch.unique_consecutive(path[:k])
            outs.append((path[path != 0].tolist(), row[:k].sum().item()))
        return outs
