"""Pseudo-log-likelihood of notes under a masked LM (Salazar et al.): every token masked once, nothing shifted."""
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer


class PseudoScorer:
    def __init__(self, ckpt="emilyalsentzer/Bio_ClinicalBERT", chunk=32):
        self.tk = AutoTokenizer.from_pretrained(ckpt)
        self.mlm = AutoModelForMaskedLM.from_pretrained(ckpt).eval()
        self.chunk = chunk

    @torch.no_grad()
    def token_scores(self, text):
        ids = self.tk(text, truncation=True, max_length=256, return_tensors="pt").input_ids[0]
        where = torch.arange(1, len(ids) - 1)
        vals = []
        for part in where.split(self.chunk):
            rows = ids.repeat(len(part), 1)
            r = torch.arange(len(part))
            rows[r, part] = self.tk.mask_token_id
            lp = self.mlm(input_ids=rows).logits[r, part].log_softmax(dim=1)
            vals.append(lp[r, ids[part]])
        return torch.cat(vals) if vals else torch.zeros(0)

    def pll(self, text):
        return self.token_scores(text).sum().item()

    def pseudo_perplexity(self, texts):
        """Corpus figure, all tokens pooled."""
        parts = [self.token_scores(t) for t in texts]
        n = sum(len(p) for p in parts)
        total = sum(p.sum().item() for p in parts)
        return float(torch.tensor(-total / n).exp()) if n else float("nan")


@torch.no_grad()
def mlm_eval_loss(model, collated):
    """Loss over the positions that DataCollatorForLanguageModeling masked (others are -100)."""
    return model(**collated).loss.item()
