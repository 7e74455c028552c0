"""Pointwise reranker: sigma(z_yes - z_no) at the answer position, one prompt at a time."""
import torch


class BinaryReranker:
    def __init__(self, lm, tk, yes_id, no_id):
        self.lm, self.tk = lm.eval(), tk
        self.yes_id, self.no_id = yes_id, no_id
        self.limit = lm.config.max_position_embeddings

    @torch.inference_mode()
    def p_yes(self, query, doc):
        """Two-way probability of 'yes' against 'no'."""
        budget = self.limit - 64 - len(self.tk(query).input_ids)
        clipped = self.tk(doc, add_special_tokens=False, truncation=True, max_length=budget).input_ids
        body = self.tk.decode(clipped)
        enc = self.tk(f"Passage: {body}\nQuery: {query}\nRelevant? Answer:", return_tensors="pt")
        z = self.lm(**enc.to(self.lm.device)).logits[0, -1].float()
        return torch.sigmoid(z[self.yes_id] - z[self.no_id]).item()

    def __call__(self, query, docs):
        scored = [(self.p_yes(query, d), i) for i, d in enumerate(docs)]
        scored.sort(key=lambda t: (-t[0], t[1]))
        return [i for _, i in scored]
