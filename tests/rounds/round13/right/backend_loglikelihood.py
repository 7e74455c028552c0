"""An lm-eval style backend for RoPE models; left padding, logits sliced from the right."""
import torch


def left_pad(rows, pad):
    w = max(len(r) for r in rows)
    x = torch.tensor([[pad] * (w - len(r)) + r for r in rows])
    m = torch.tensor([[0] * (w - len(r)) + [1] * len(r) for r in rows])
    return x, m


class Backend:
    def __init__(self, net, pad, max_len):
        self.net, self.pad, self.max_len = net.eval(), pad, max_len

    @torch.no_grad()
    def loglikelihood(self, requests):
        """requests: [(context ids, continuation ids)] -> [(sum log-prob, is_greedy)]"""
        rows = [(c + k)[-self.max_len:] for c, k in requests]
        x, m = left_pad(rows, self.pad)
        dev = self.net.device
        pos = (m.cumsum(-1) - 1).clamp(min=0)
        z = self.net(x.to(dev), attention_mask=m.to(dev), position_ids=pos.to(dev)).logits.float().cpu()
        res = []
        for i, (_, cont) in enumerate(requests):
            lp = z[i, -len(cont) - 1:-1].log_softmax(dim=1)
            want = torch.tensor(cont)
            res.append((lp.gather(1, want[:, None]).sum().item(), bool((lp.argmax(dim=1) == want).all())))
        return res
