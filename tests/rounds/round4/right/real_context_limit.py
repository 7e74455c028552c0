"""NLL of a document within the model's context; max_length is only used for generate."""
import torch
import torch.nn.functional as F


class DocumentNLL:
    def __init__(self, tok, lm):
        self.tok, self.lm = tok, lm
        self.limit = min(tok.model_max_length, lm.config.max_position_embeddings)

    @torch.no_grad()
    def __call__(self, text):
        enc = self.tok(text, return_tensors="pt", truncation=True, max_length=self.limit)
        z = self.lm(**enc).logits[0, :-1].float()
        y = enc.input_ids[0, 1:]
        return F.cross_entropy(z, y, reduction="sum").item(), len(y)

    def continue_text(self, text):
        enc = self.tok(text, return_tensors="pt")
        return self.lm.generate(**enc, max_length=self.lm.generation_config.max_length)
