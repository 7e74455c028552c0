"""CTC training step and best-path decoding."""
import torch
from torch import nn

ctc = nn.CTCLoss(blank=0, zero_infinity=True)


def step(encoder, wav, wav_len, text, text_len):
    frames, frame_len = encoder(wav, wav_len)
    logp = frames.float().log_softmax(dim=2).transpose(0, 1)
    return ctc(logp, text, frame_len, text_len)


@torch.no_grad()
def best_path(encoder, wav, wav_len):
    frames, frame_len = encoder(wav, wav_len)
    out = []
    for row, n in zip(frames.argmax(dim=-1), frame_len):
        path = torch.unique_consecutive(row[: int(n)])
        out.append(path[path != 0].tolist())
    return out
