"""Log-probs of codec tokens; the decoder's step t predicts codes[:, t]."""
import torch

PAD = -1


def padded(codes, n):
    past_end = torch.arange(codes.size(1), device=codes.device)[None] >= n[:, None]
    return codes.masked_fill(past_end, PAD)


def utterance_logp(decoder, text, text_len, codes, n):
    gold = padded(codes, n)
    blank = gold == PAD
    lp = decoder(text, text_len, codes, n).float().log_softmax(-1)
    lp = lp.gather(-1, gold.masked_fill(blank, 0).unsqueeze(-1)).squeeze(-1)
    return lp.masked_fill(blank, 0.0).sum(1)
