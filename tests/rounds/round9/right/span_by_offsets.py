"""loglikelihood(context, continuation) with the boundary found on the joint tokenisation."""
import torch


class Backend:
    def __init__(self, tokenizer, model):
        self.tokenizer, self.model = tokenizer, model.eval()

    def encode_pair(self, context, continuation):
        stripped = context.rstrip()
        continuation = context[len(stripped):] + continuation
        enc = self.tokenizer(stripped + continuation, return_offsets_mapping=True)
        inside = [end > len(stripped) for _, end in enc["offset_mapping"]]
        return torch.tensor([enc["input_ids"]]), torch.tensor(inside)

    @torch.no_grad()
    def loglikelihood(self, pairs):
        out = []
        for ctx, cont in pairs:
            ids, inside = self.encode_pair(ctx, cont)
            lp = self.model(ids).logits[0, :-1].float().log_softmax(-1)
            tgt, inside = ids[0, 1:], inside[1:]
            logits = lp.gather(1, tgt[:, None])[:, 0][inside]
            exact = (lp.argmax(dim=-1) == tgt)[inside].all()
            out.append((logits.sum().item(), bool(exact)))
        return out


def acc_and_norm(scores, choices, gold):
    sums = torch.tensor([s for s, _ in scores])
    chars = torch.tensor([float(max(len(c), 1)) for c in choices])
    return int(sums.argmax() == gold), int((sums / chars).argmax() == gold)
