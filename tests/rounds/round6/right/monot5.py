"""monoT5-style pointwise reranking and query-likelihood with the same T5."""
import torch
from torch.nn import functional as F


class T5Scorer:
    def __init__(self, t5, tok):
        self.t5, self.tok = t5.eval(), tok
        self.true_id, self.false_id = tok.convert_tokens_to_ids(["▁true", "▁false"])

    @torch.no_grad()
    def pointwise(self, q, docs):
        enc = self.tok(
            [f"Query: {q} Document: {d} Relevant:" for d in docs],
            padding=True, truncation=True, return_tensors="pt",
        )
        start = torch.full((len(docs), 1), self.t5.config.decoder_start_token_id)
        z = self.t5(**enc, decoder_input_ids=start).logits[:, 0]
        return F.log_softmax(z[:, [self.false_id, self.true_id]], dim=1)[:, 1]

    @torch.no_grad()
    def query_likelihood(self, q, docs):
        """log p(q | doc) of the seq2seq model; labels and logits are aligned."""
        enc = self.tok(docs, padding=True, truncation=True, return_tensors="pt")
        y = self.tok(q, return_tensors="pt").input_ids.repeat(len(docs), 1)
        lp = F.log_softmax(self.t5(**enc, labels=y).logits, dim=2)
        return lp.gather(2, y.unsqueeze(2)).squeeze(2).sum(1)
