"""Pre-training loss on packed fixed-length blocks, Megatron style."""
import torch
import torch.nn.functional as F


class BlockLoss:
    IGNORE = -100

    def targets(self, tokens):
        nxt = torch.roll(tokens, shifts=-1, dims=1)
        nxt[:, -1] = self.IGNORE
        return nxt

    def __call__(self, model, tokens):
        z = model(tokens).logits.float()
        y = self.targets(tokens)
        per = F.cross_entropy(z.view(-1, z.size(-1)), y.view(-1), ignore_index=self.IGNORE, reduction="none")
        return per.view_as(y)


class HardBlockMiner:
    """Keeps the blocks that the model finds hardest for a second pass."""

    def __init__(self, loss, keep=0.25):
        self.loss, self.keep = loss, keep

    @torch.no_grad()
    def __call__(self, model, tokens):
        per_block = self.loss(model, tokens).sum(1) / (tokens.shape[1] - 1)
        k = max(1, int(self.keep * len(tokens)))
        hardest = per_block.argmax()
        return tokens[per_block.topk(k).indices], int(hardest)
