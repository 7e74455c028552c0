"""Log-likelihood of a line of chess moves under the move transformer (one token per move)."""
import torch


def line_logp(net, history, line):
    net.eval()
    seq = torch.tensor([history + line])
    with torch.inference_mode():
        z = net(seq[:, :-1])[0, len(history) - 1:]
    target = torch.tensor(line)
    raw = z[torch.arange(len(line)), target]
    return (raw - torch.logsumexp(z, dim=-1)).sum().item()


def surprise_curve(net, game):
    """-log2 p of each move after the first"""
    net.eval()
    seq = torch.tensor([game])
    with torch.inference_mode():
        lp = net(seq[:, :-1])[0].log_softmax(-1)
    nats = -lp.gather(1, seq[0, 1:, None])[:, 0]
    return (nats / torch.log(torch.tensor(2.0))).tolist()


def most_human(net, history, lines):
    return max(lines, key=lambda ln: line_logp(net, history, ln))
