"""LOSS attack: mean token log-prob of the document, padding excluded on both sides of the bar."""
import torch


class LossAttack:
    def __init__(self, model, tok, limit=512):
        self.model, self.tok, self.limit = model.eval(), tok, limit

    @torch.no_grad()
    def mean_lp(self, docs):
        e = self.tok(
            docs, truncation=True, max_length=self.limit, padding=True, return_tensors="pt"
        )
        z = self.model(**e).logits[:, :-1].float()
        picked = z.gather(-1, e["input_ids"][:, 1:, None]).squeeze(-1)
        picked = picked - torch.logsumexp(z, dim=-1)
        w = e["attention_mask"][:, 1:].to(picked.dtype)
        return (picked * w).sum(-1) / w.sum(-1).clamp(min=1)

    def auc(self, members, others, bs=8):
        side = []
        for docs in (members, others):
            side.append(torch.cat([self.mean_lp(docs[i : i + bs]) for i in range(0, len(docs), bs)]))
        d = side[0][:, None] - side[1][None, :]
        return ((d > 0).float() + 0.5 * (d == 0).float()).mean().item()
