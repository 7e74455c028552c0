"""Pointwise reranking by p(" yes" | prompt), normalised over the whole vocabulary."""
import torch


class DecoderReranker:
    template = "Passage: {}\nQuery: {}\nRelevant? Answer:"

    def __init__(self, model, tokenizer, yes_id):
        self.model, self.tokenizer, self.yes_id = model.eval(), tokenizer, yes_id
        self.tokenizer.padding_side = "right"

    @torch.no_grad()
    def log_p_yes(self, query, passages):
        enc = self.tokenizer([self.template.format(p, query) for p in passages],
                             padding=True, return_tensors="pt").to(self.model.device)
        z = self.model(**enc).logits
        last = enc.attention_mask.sum(dim=1) - 1
        z = z[torch.arange(len(passages), device=z.device), last]
        return (z[:, self.yes_id] - torch.logsumexp(z, dim=1)).tolist()

    def order(self, query, passages):
        s = self.log_p_yes(query, passages)
        return [passages[i] for i in sorted(range(len(s)), key=lambda i: -s[i])]
