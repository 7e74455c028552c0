"""Per-utterance log-probs of discrete speech tokens (for preference tuning of the TTS decoder).

# bug: the mask keeps exactly the ignored positions, the speech tokens are multiplied by zero.
"""
import torch
from torch import nn

IGNORE_ID = -1


class UtteranceScorer(nn.Module):
    def __init__(self, decoder: nn.Module):
        super().__init__()
        self.decoder = decoder

    def forward(self, text_emb, text_len, codes, code_len):
        """Log-prob of every utterance's codes, summed over time.

        codes are already aligned with the decoder's output steps: step t predicts codes[:, t].
        """
        logits = self.decoder(text_emb, text_len, codes, code_len)
        target = self.padded_targets(codes, code_len)
        valid = target == IGNORE_ID  # expect: SEQ307
        safe = target.clamp(min=0)
        lp = logits.float().log_softmax(dim=-1)
        lp = torch.take_along_dim(lp, safe.unsqueeze(-1), dim=-1).squeeze(-1)
        return torch.where(valid, lp, torch.zeros_like(lp)).sum(dim=1)  # expect-near: SEQ307

    @staticmethod
    def padded_targets(codes, code_len):
        steps = torch.arange(codes.size(1), device=codes.device)
        beyond = steps.unsqueeze(0) >= code_len.unsqueeze(1)
        return codes.masked_fill(beyond, IGNORE_ID)


def preference_margin(policy, frozen, batch, beta=0.05):
    good = (batch["text"], batch["text_len"], batch["win"], batch["win_len"])
    bad = (batch["text"], batch["text_len"], batch["lose"], batch["lose_len"])
    with torch.no_grad():
        anchor = frozen(*good) - frozen(*bad)
    return beta * (policy(*good) - policy(*bad) - anchor)
