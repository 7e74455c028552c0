"""Passage re-ranking with monoT5: probability of the token 'true' as relevance.

# bug: the softmax runs over a slice that holds a single entry, so each passage gets exactly 1.0
"""
import torch
from transformers import AutoTokenizer, T5ForConditionalGeneration


class MonoT5:
    def __init__(self, name="castorini/monot5-base-msmarco", device="cpu"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = T5ForConditionalGeneration.from_pretrained(name).to(device).eval()
        self.device = device
        (self.true_id,) = self.tok.encode("true", add_special_tokens=False)

    @torch.no_grad()
    def relevance(self, query, passages):
        prompts = [f"Query: {query} Document: {p} Relevant:" for p in passages]
        enc = self.tok(prompts, padding=True, truncation=True, max_length=512, return_tensors="pt")
        enc = enc.to(self.device)
        start = torch.full((len(prompts), 1), self.net.config.decoder_start_token_id, device=self.device)
        z = self.net(**enc, decoder_input_ids=start).logits[:, 0, self.true_id : self.true_id + 1]
        return torch.softmax(z.float(), dim=-1)[:, 0].tolist()  # expect: SEQ115

    def rerank(self, query, passages):
        scored = zip(self.relevance(query, passages), passages)
        return [p for _, p in sorted(scored, key=lambda sp: sp[0], reverse=True)]
