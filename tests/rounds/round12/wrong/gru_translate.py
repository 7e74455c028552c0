"""Small GRU encoder-decoder; training loop for the toy de-en set.

# bug: the decoder emits plain linear scores and these go straight into NLLLoss.
"""
import torch
from torch import nn

PAD, BOS, EOS = 3, 1, 2


class Seq2Seq(nn.Module):
    def __init__(self, n_src, n_tgt, d=256):
        super().__init__()
        self.src = nn.Embedding(n_src, d)
        self.tgt = nn.Embedding(n_tgt, d)
        self.enc = nn.GRU(d, d, batch_first=True)
        self.dec = nn.GRU(d, d, batch_first=True)
        self.out = nn.Linear(d, n_tgt)

    def forward(self, src, tgt_in):
        _, h = self.enc(self.src(src))
        y, _ = self.dec(self.tgt(tgt_in), h)
        return self.out(y)


def train(net, loader, epochs=5, lr=3e-4, device="cuda"):
    criterion = nn.NLLLoss(ignore_index=PAD)
    opt = torch.optim.Adam(net.parameters(), lr=lr)
    for ep in range(epochs):
        net.train()
        seen, acc = 0, 0.0
        for src, tgt in loader:
            src, tgt = src.to(device), tgt.to(device)
            pred = net(src, tgt[:, :-1])
            gold = tgt[:, 1:]
            loss = criterion(pred.reshape(-1, pred.size(-1)), gold.reshape(-1))  # expect: SEQ113
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step()
            n = int(gold.ne(PAD).sum())
            acc += loss.item() * n
            seen += n
        print(f"epoch {ep}: loss {acc / max(seen, 1):.4f}")
