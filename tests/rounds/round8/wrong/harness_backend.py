"""Backend for the in-house harness; returns (sum log-prob, is_greedy) per request.

# bug: is_greedy is true when some continuation token is not the arg-max
"""
import torch
from torch.nn.utils.rnn import pad_sequence


class Backend:
    def __init__(self, model, pad=0, max_len=2048):
        self.model = model.eval()
        self.pad, self.max_len = pad, max_len

    @torch.no_grad()
    def run(self, requests):
        """requests: list of (context ids, continuation ids), both non-empty."""
        inps, n_cont = [], []
        for ctx, cont in requests:
            inps.append(torch.tensor((ctx + cont)[-self.max_len - 1:][:-1]))
            n_cont.append(len(cont))
        x = pad_sequence(inps, batch_first=True, padding_value=self.pad)
        lens = torch.tensor([len(i) for i in inps])
        attn = (torch.arange(x.size(1))[None] < lens[:, None]).long()
        logp = self.model(input_ids=x, attention_mask=attn).logits.float().log_softmax(-1)
        answers = []
        for row, n, length, (_, cont) in zip(logp, n_cont, lens.tolist(), requests):
            seg = row[length - n:length]
            want = torch.tensor(cont)
            ll = seg.gather(1, want.unsqueeze(1)).sum().item()
            is_greedy = bool((seg.argmax(dim=-1) != want).any())  # expect: SEQ505
            answers.append((ll, is_greedy))
        return answers
