"""Expected rating of a judge model.

# bug: nn.Softmax is built without a dimension
"""
import torch
from torch import nn

RATINGS = torch.arange(1, 6, dtype=torch.float32)


class RatingReader:
    """Reads a 1-5 rating from the logits of the rating tokens."""

    def __init__(self, rating_ids):
        self.rating_ids = torch.as_tensor(rating_ids)
        self.norm = nn.Softmax()  # expect: SEQ105

    def expected(self, last_logits):
        """last_logits: (batch, vocab) at the position of the rating."""
        weights = self.norm(last_logits[:, self.rating_ids])  # expect-near: SEQ105
        return weights @ RATINGS

    def best(self, last_logits):
        return last_logits[:, self.rating_ids].argmax(dim=-1) + 1
