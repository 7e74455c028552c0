"""In a long file only some functions are read: those that can have to do with scores still are, whatever they are called."""

from __future__ import annotations

import pytest

from seqscore_lint import registry
from seqscore_lint.runner import findings_of

PADDING = "\n".join(f"SETTING_{i} = {i}" for i in range(200))
MODULE = """
import torch
from torch import nn
from torch.nn import functional as F

class Net(nn.Module):
    def __init__(self, size, count):
        super().__init__()
        {layers}

    def forward(self, x):
        return {returned}

{inherited}def loss(net, size, x, y):
    return F.nll_loss({of}(size, 100)(x), y)
"""
DERIVED = """\
class Small(Net):
    pass

"""
ITEMS = """
import torch
from torch.utils.data import DataLoader, Dataset
from transformers import GPT2LMHeadModel

class Windows(Dataset):
    def __init__(self, stream, size):
        self.stream, self.size = stream, size

    def __getitem__(self, k):
        piece = self.stream[k * self.size : (k + 1) * self.size + 1]
        return {"input_ids": piece[:-1], "labels": piece[1:]}

def evaluate(stream):
    model = GPT2LMHeadModel.from_pretrained("gpt2").eval()
    batches = DataLoader(Windows(stream, 512), batch_size=4)
    return [model(input_ids=b["input_ids"], labels=b["labels"]).loss.item() for b in batches]
"""


def _flagged(code: str, source: str) -> bool:
    rule = next(rule for rule in registry.rules() if rule.code == code)
    short, long = findings_of(source, rule), findings_of(f"{source}\n{PADDING}\n", rule)
    assert [(f.row, f.message) for f in short] == [(f.row, f.message) for f in long]
    return bool(long)


@pytest.mark.parametrize(
    ("layers", "returned"),
    [
        ("self.out = nn.Linear(size, vocab_size)", "self.out(x)"),
        ("self.out = nn.Linear(\n            size,\n            len(alphabet),\n        )", "self.out(x)"),
        (
            "self.rows = nn.Embedding(count, size); self.out = nn.Linear(size, count)",
            "self.out(self.rows(x))",
        ),
    ],
)
@pytest.mark.parametrize("inherited", ["", DERIVED])
def test_what_a_module_with_a_head_returns_is_read(layers: str, returned: str, inherited: str) -> None:
    of = "Small" if inherited else "Net"
    assert _flagged("SEQ113", MODULE.format(layers=layers, returned=returned, inherited=inherited, of=of))


def test_a_module_without_a_head_makes_no_logits() -> None:
    source = MODULE.format(
        layers="self.out = nn.Linear(size, size)", returned="self.out(x)", inherited="", of="Net"
    )
    assert not _flagged("SEQ113", source)


def test_what_a_data_set_names_is_read() -> None:
    assert _flagged("SEQ202", ITEMS)


def test_ids_compared_with_zero_are_read() -> None:
    source = "from transformers import AutoTokenizer\n\ndef lengths(input_ids):\n    return (input_ids != 0).sum(-1)\n"
    assert _flagged("SEQ317", source)
