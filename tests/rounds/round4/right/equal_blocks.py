"""GPTQ-style evaluation: the block length multiplies and divides, so it cancels."""
import torch


def perplexity(lm, stream, seqlen=2048):
    n = stream.numel() // seqlen
    nlls = []
    for i in range(n):
        x = stream[i * seqlen : (i + 1) * seqlen][None]
        with torch.no_grad():
            loss = lm(x, labels=x).loss
        nlls.append(loss.float() * seqlen)
    return torch.exp(torch.stack(nlls).sum() / (n * seqlen))
