"""log P(summary | article) with PEGASUS, one pair at a time.

# bug: the article is padded to 512 tokens but the encoder gets no attention mask; the mean loss, negated, is returned as the summary's log-probability
"""
from dataclasses import dataclass, field

import torch
from transformers import AutoTokenizer, PegasusForConditionalGeneration


@dataclass
class SummaryLikelihood:
    name: str = "google/pegasus-xsum"
    cache: dict = field(default_factory=dict)

    def __post_init__(self):
        self.tokenizer = AutoTokenizer.from_pretrained(self.name)
        self.net = PegasusForConditionalGeneration.from_pretrained(self.name).eval()

    def article_ids(self, article: str) -> torch.Tensor:
        if article not in self.cache:
            enc = self.tokenizer(
                article, padding="max_length", max_length=512, truncation=True, return_tensors="pt"
            )
            self.cache[article] = enc.input_ids
        return self.cache[article]

    @torch.no_grad()
    def log_prob(self, article: str, summary: str) -> float:
        """Total natural log-probability of the summary given the article."""
        labels = self.tokenizer(text_target=summary, return_tensors="pt").input_ids
        out = self.net(input_ids=self.article_ids(article), labels=labels)  # expect: SEQ314
        return -out.loss.item()  # expect: SEQ402
