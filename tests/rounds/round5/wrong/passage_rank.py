"""Zero-shot passage ranking: is the passage relevant, yes or no?

# bug: the passages are padded on the right and the last column is a pad position for all but the longest
# bug: passages are ordered by the raw logit of "yes", whose scale differs from prompt to prompt
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TEMPLATE = "Passage: {p}\nQuery: {q}\nIs the passage relevant to the query? Answer:"


class YesRanker:
    def __init__(self, name="facebook/opt-1.3b", device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(name, padding_side="right")
        self.lm = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        self.device = device
        piece = self.tok(" yes", add_special_tokens=False).input_ids
        assert len(piece) == 1
        self.yes = piece[0]

    @torch.no_grad()
    def _scores(self, query, passages):
        batch = self.tok(
            [TEMPLATE.format(p=p, q=query) for p in passages],
            padding=True,
            truncation=False,
            return_tensors="pt",
        ).to(self.device)
        final = self.lm(**batch).logits[:, -1, :]  # expect: SEQ208
        return final[:, self.yes]  # expect-near: SEQ502

    def rank(self, query, passages, bs=8):
        s = torch.cat([self._scores(query, passages[i : i + bs]) for i in range(0, len(passages), bs)])
        order = torch.argsort(s, descending=True).tolist()  # expect: SEQ502
        return [passages[i] for i in order]


def mrr(ranker, queries, corpus, k=10):
    total = 0.0
    for q in queries:
        ranked = ranker.rank(q["text"], [corpus[i] for i in q["candidates"]])[:k]
        for r, p in enumerate(ranked, 1):
            if p == corpus[q["gold"]]:
                total += 1 / r
                break
    return total / len(queries)
