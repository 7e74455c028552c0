"""loglikelihood requests for the in-house decoder."""
import torch


class Adapter:
    def __init__(self, net, eot):
        self.net, self.eot = net.eval(), eot

    @torch.no_grad()
    def score(self, ctx, cont):
        """(sum of log-probs, all tokens are the argmax)."""
        inp = torch.tensor([([self.eot] + ctx + cont)[:-1]])
        z = self.net(inp)[0, -len(cont):].float()
        y = torch.tensor(cont)
        ll = z.log_softmax(dim=1)[torch.arange(len(cont)), y].sum().item()
        return ll, bool((z.argmax(dim=1) == y).all())

    def null_margin(self, ctx, answer, null):
        """Answer against 'unanswerable', both as totals."""
        return self.score(ctx, answer)[0] - self.score(ctx, null)[0]
