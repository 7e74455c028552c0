"""Harness adapter; context and continuation are slices of one encoding."""
import torch


class Adapter:
    def __init__(self, decoder, window=2048):
        self.decoder = decoder.eval()
        self.window = window

    @torch.no_grad()
    def loglikelihood(self, pairs):
        answers = []
        for ctx, cont in pairs:
            assert ctx and cont
            kept = torch.tensor((ctx + cont)[-self.window - 1:])
            n = min(len(cont), len(kept) - 1)
            rows = self.decoder(kept[None, :-1])[0, -n:].float()
            gold = kept[-n:]
            lp = rows.log_softmax(1)[torch.arange(n), gold]
            answers.append((lp.sum().item(), bool(rows.argmax(1).eq(gold).all())))
        return answers
