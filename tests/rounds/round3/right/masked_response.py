"""Response log-probs with the mask cut like the targets."""
import torch


class ResponseLogps:
    def __init__(self, model):
        self.model = model

    def __call__(self, ids, attention_mask, loss_mask):
        z = self.model(ids, attention_mask=attention_mask).logits
        gold, keep = ids[:, 1:], loss_mask[:, 1:].bool()
        lp = z[:, :-1].float().log_softmax(dim=-1)
        tok = torch.take_along_dim(lp, gold.unsqueeze(-1), dim=-1).squeeze(-1)
        return tok.masked_fill(~keep, 0.0).sum(dim=-1)

    def predicting(self, ids, attention_mask, loss_mask):
        """Hidden-state norms at the positions that predict a response token."""
        h = self.model(ids, attention_mask=attention_mask, output_hidden_states=True).hidden_states[-1]
        at = loss_mask.roll(-1, dims=1)
        at[:, -1] = 0
        return h[:, :-1].norm(dim=-1) * at[:, :-1]
