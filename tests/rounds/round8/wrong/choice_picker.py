"""Pick the best of several completions that were collated into one padded batch.

# bug: ignored positions (0 in the unreduced loss) are counted in the mean over the row
# bug: the choice with the highest loss is picked
"""
from dataclasses import dataclass

import torch
from torch import nn

IGNORE = -100


@dataclass
class Pick:
    index: int
    costs: list


class ChoicePicker(nn.Module):
    def __init__(self, lm):
        super().__init__()
        self.lm = lm.eval()
        self.ce = nn.CrossEntropyLoss(reduction="none", ignore_index=IGNORE)

    def costs(self, batch):
        """Mean NLL per answer token; labels are IGNORE on the question and on padding."""
        z = self.lm(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        z, y = z[:, :-1].float(), batch["labels"][:, 1:]
        flat = self.ce(z.flatten(0, 1), y.flatten())
        return flat.view(y.shape).mean(dim=1)  # expect: SEQ303

    @torch.no_grad()
    def forward(self, batch):
        c = self.costs(batch)
        return Pick(int(c.argmax()), c.tolist())  # expect: SEQ501
