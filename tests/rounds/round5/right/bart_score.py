"""BARTScore: mean log-probability of the target tokens given the source (Yuan et al. 2021)."""
import torch
from torch import nn
from transformers import BartForConditionalGeneration, BartTokenizer


class BARTScorer:
    def __init__(self, ckpt="facebook/bart-large-cnn"):
        self.tok = BartTokenizer.from_pretrained(ckpt)
        self.model = BartForConditionalGeneration.from_pretrained(ckpt).eval()
        self.loss_fct = nn.NLLLoss(reduction="none", ignore_index=self.model.config.pad_token_id)
        self.lsm = nn.LogSoftmax(dim=1)

    @torch.no_grad()
    def score(self, srcs, tgts, bs=8):
        out = []
        for i in range(0, len(srcs), bs):
            s = self.tok(srcs[i:i + bs], padding=True, truncation=True, max_length=1024, return_tensors="pt")
            t = self.tok(tgts[i:i + bs], padding=True, truncation=True, max_length=1024, return_tensors="pt")
            z = self.model(**s, labels=t.input_ids).logits
            flat = z.view(-1, self.model.config.vocab_size)
            loss = self.loss_fct(self.lsm(flat), t.input_ids.view(-1)).view(t.input_ids.shape)
            out += (-loss.sum(1) / t.attention_mask.sum(1)).tolist()
        return out
