"""Label phrases of several tokens scored with one padded, teacher-forced pass.

Ids come from the preparation step, which tokenises document and phrase as one string and cuts
at the character offset of the phrase.
"""
import torch


class PhraseScorer:
    def __init__(self, lm, pad_id):
        self.lm = lm.eval()
        self.pad_id = pad_id

    def _collate(self, rows):
        width = max(len(r["ids"]) for r in rows)
        ids = torch.full((len(rows), width), self.pad_id)
        att = torch.zeros_like(ids)
        sel = torch.zeros(len(rows), width, dtype=torch.bool)
        for k, r in enumerate(rows):
            n = len(r["ids"])
            ids[k, :n] = torch.tensor(r["ids"])
            att[k, :n] = 1
            sel[k, r["start"]:n] = True
        return ids, att, sel

    @torch.no_grad()
    def log_probs(self, rows):
        """log p(phrase | document) for each row."""
        ids, att, sel = self._collate(rows)
        z = self.lm(input_ids=ids, attention_mask=att).logits[:, :-1].float()
        lp = torch.log_softmax(z, -1)
        tok = torch.take_along_dim(lp, ids[:, 1:, None], dim=-1)[..., 0]
        return (tok * sel[:, 1:]).sum(-1)

    def decide(self, rows):
        lps = self.log_probs(rows)
        share = torch.softmax(lps, dim=0)
        best = int(lps.argmax())
        return rows[best]["label"], share[best].item()
