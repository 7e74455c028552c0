"""Length-normalised likelihood of an ASR hypothesis: geometric mean of its token probabilities."""
import torch


@torch.no_grad()
def normalised_likelihood(decoder, enc_out, hyp, sos, eos):
    decoder.eval()
    prev, nxt = torch.tensor([[sos, *hyp]]), torch.tensor([*hyp, eos])
    lp = decoder(enc_out, prev)[0].float().log_softmax(-1)
    return lp[torch.arange(len(nxt)), nxt].mean().exp().item()
