"""monoT5 reranker. The relevance is p(true) / (p(true) + p(false)) at the first decoder step, as in Nogueira et al."""
import torch
from transformers import AutoTokenizer, T5ForConditionalGeneration


class MonoT5:
    def __init__(self, ckpt="castorini/monot5-base-msmarco", device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.t5 = T5ForConditionalGeneration.from_pretrained(ckpt).to(device).eval()
        self.pair = [self.tok.convert_tokens_to_ids(w) for w in ("▁false", "▁true")]
        self.device = device

    @torch.no_grad()
    def scores(self, query, docs):
        texts = [f"Query: {query} Document: {d} Relevant:" for d in docs]
        enc = self.tok(texts, padding=True, truncation=True, max_length=512, return_tensors="pt").to(self.device)
        start = torch.full((len(docs), 1), self.t5.config.decoder_start_token_id, device=self.device)
        z = self.t5(**enc, decoder_input_ids=start).logits
        two = z[:, 0, self.pair]
        return torch.softmax(two, dim=1)[:, 1].tolist()

    def rerank(self, query, docs):
        return sorted(zip(self.scores(query, docs), docs), reverse=True)
