"""Scores table-to-text references with a T5 model; logits and labels are aligned because the model shifts the decoder input."""
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader
from transformers import DataCollatorForSeq2Seq, T5ForConditionalGeneration, T5TokenizerFast


class TableScorer:
    def __init__(self, path="t5-small"):
        self.tk = T5TokenizerFast.from_pretrained(path)
        self.t5 = T5ForConditionalGeneration.from_pretrained(path).eval()
        self.collate = DataCollatorForSeq2Seq(self.tk, model=self.t5)

    def features(self, pairs):
        return [self.tk(src, text_target=tgt, truncation=True, max_length=512) for src, tgt in pairs]

    @torch.no_grad()
    def logliks(self, pairs, batch_size=8):
        res = []
        for batch in DataLoader(self.features(pairs), batch_size=batch_size, collate_fn=self.collate):
            z = self.t5(**batch).logits
            nll = F.cross_entropy(z.transpose(1, 2), batch["labels"], ignore_index=-100, reduction="none")
            res.extend((-nll.sum(dim=1)).tolist())
        return res

    @torch.no_grad()
    def corpus_ppl(self, pairs, batch_size=8):
        nll = torch.zeros((), dtype=torch.float64)
        n = 0
        for batch in DataLoader(self.features(pairs), batch_size=batch_size, collate_fn=self.collate):
            k = int((batch["labels"] != -100).sum())
            nll += self.t5(**batch).loss.double() * k
            n += k
        return (nll / max(n, 1)).exp().item()


if __name__ == "__main__":
    print(TableScorer().logliks([("name: Ada | born: 1815", "Ada was born in 1815.")]))
