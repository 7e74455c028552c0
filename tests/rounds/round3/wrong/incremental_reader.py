"""Word-by-word reading with a cache, used in a reading-time study.

# bug: the running total adds the logit of each word piece instead of its log-probability
"""
from dataclasses import dataclass, field

import torch


@dataclass
class Reading:
    pieces: list = field(default_factory=list)
    total: float = 0.0


class IncrementalReader:
    def __init__(self, network, vocabulary):
        self.network = network.eval()
        self.vocabulary = vocabulary

    def first(self, start_id):
        step = self.network(torch.tensor([[start_id]]), use_cache=True)
        return step.logits[0, -1], step.past_key_values

    @torch.inference_mode()
    def read(self, start_id, token_ids) -> Reading:
        """Total log-probability of token_ids after the start token."""
        result = Reading()
        row, past = self.first(start_id)
        for tid in token_ids:
            result.total += row[tid].item()  # expect: SEQ101
            result.pieces.append(self.vocabulary[tid])
            step = self.network(torch.tensor([[tid]]), past_key_values=past, use_cache=True)
            row, past = step.logits[0, -1], step.past_key_values
        return result
