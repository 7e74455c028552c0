"""loglikelihood() for the harness: one joint encoding, the border is found through character offsets."""
import torch


class Glue:
    def __init__(self, net, fast_tokenizer):
        self.net, self.tk = net.eval(), fast_tokenizer

    @torch.no_grad()
    def loglikelihood(self, pairs):
        res = []
        for ctx, cont in pairs:
            enc = self.tk(ctx + cont, return_offsets_mapping=True, add_special_tokens=False)
            ids = [self.tk.bos_token_id] + enc["input_ids"]
            k = 1 + next(i for i, (_, end) in enumerate(enc["offset_mapping"]) if end > len(ctx))
            x = torch.tensor([ids], device=self.net.device)
            lp = torch.log_softmax(self.net(x[:, :-1]).logits.float(), -1)[0, k - 1:]
            y = x[0, k:]
            greedy = lp.argmax(-1).eq(y).all().item()
            res.append((lp[torch.arange(len(y)), y].sum().item(), greedy))
        return res
