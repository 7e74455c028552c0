"""Which continuation would a strong human play?  A small transformer over a
one-token-per-move vocabulary (UCI strings, 1968 of them) trained on lichess games.

# bug: the network's unnormalised outputs at the played moves are added up, no log-partition is taken off
"""
import torch
import torch.nn as nn


class MoveNet(nn.Module):
    def __init__(self, n_moves=1968, width=256, depth=6):
        super().__init__()
        self.emb = nn.Embedding(n_moves + 1, width)
        layer = nn.TransformerEncoderLayer(width, 8, 4 * width, batch_first=True)
        self.body = nn.TransformerEncoder(layer, depth)
        self.out = nn.Linear(width, n_moves)

    def forward(self, seq):
        causal = nn.Transformer.generate_square_subsequent_mask(seq.size(1)).to(seq.device)
        return self.out(self.body(self.emb(seq), mask=causal))


class Oracle:
    def __init__(self, weights):
        self.net = MoveNet()
        self.net.load_state_dict(torch.load(weights, map_location="cpu"))
        self.net.eval()

    @torch.inference_mode()
    def line_value(self, played, line):
        """How plausible is `line` after `played`?  Higher = more human."""
        moves = torch.tensor(played + line)
        z = self.net(moves[None, :-1])[0]
        k = len(played)
        at = z[k - 1:].gather(1, moves[k:, None]).squeeze(1)  # expect-near: SEQ101
        return float(at.sum())  # expect: SEQ101

    def most_human(self, played, lines):
        return max(lines, key=lambda ln: self.line_value(played, ln))
