"""The unweighted mean of per-batch, per-window or per-document means

## What goes wrong

The loss of a batch is a mean over its tokens. Averaging those means counts every batch alike, however many
tokens it has; the last, shorter batch or window weighs as much as a full one. The corpus perplexity is the
exponential of the total over the number of all tokens.

## Why it matters

The number depends on the batch size and on the order of the documents, and short documents, which have a
higher loss, are over-weighted: 155 instead of 66 in one report.

## When it is fine

Blocks of equal size (drop_last, fixed-length chunks), and a macro average over documents that is documented
as such. A training log that is never read as a perplexity.

## Fix

Sum `loss * n_tokens` and divide once by the sum of `n_tokens`. Not rewritten: the counts have to be
collected in the loop.

## Sources

- keras-team/keras-hub pull request 2958; huggingface/transformers issues 41898, 34138, 22348.
- facebookresearch/ParlAI pull request 623: the perplexity depended on the batch size.
"""

from __future__ import annotations

import ast
import re

from seqscore_lint.flow.events import Assign, Elementwise, Reporter, Return, Show
from seqscore_lint.flow.values import LIKELY, Value
from seqscore_lint.reduce import _contract as contract
from seqscore_lint.reduce._feeding import feeding
from seqscore_lint.rule import Rule

_CORPUS = re.compile(
    r"corpus|(?:whole|entire|full) (?:data|test|eval|valid)\w*|per[-_ ](?:sub|(?:target|scored|predicted|output|real)[-_ ])?(?:token|word|char(?:acter)?|byte)(?![a-z])|token[-_ ]level|bits[-_ ]per|"
    r"bp[bcw](?![a-z])",
    re.IGNORECASE,
)
_PER = tuple(f"per{joint}{unit}" for joint in " -_" for unit in ("token", "word", "char", "byte"))
_MACRO = re.compile(
    r"macro|per[-_ ](?:document|doc|text|sentence|example|sample|sequence|item)|(?:document|sentence|text|"
    r"sequence|example)[-_ ](?:level|wise|average)|"
    r"average(?:d|s)? (?:of|over|across) (?:the |all )?(?:documents|texts|sentences|examples|sequences|"
    r"samples)|unweighted|equal[-_ ]?(?:ly|size|length)|same (?:size|length)",
    re.IGNORECASE,
)
_EQUAL = re.compile(
    r"//\s*(\w+)\s*\)?\s*\*\s*\1|drop_last\s*=\s*True|block_size|group_texts|ConstantLengthDataset|"
    r"packing\s*=\s*True|drop_remainder\s*=\s*True|"
    r"\[[^\]\n]*\b(\w+)\s*\*\s*(\w+)\s*:\s*\(\s*\2\s*\+\s*1\s*\)\s*\*\s*\3|"
    r"\[[^\]\n]*\b(\w+)\s*:\s*\4\s*\+\s*(?:seq_?len|max_length|block|window|chunk|ctx|n_ctx)\w*\s*\]|"
    r"\[\s*(\w+)\s*:\s*\5\s*\+\s*(?:self\.)?\w*(?:seq|block|window|chunk|ctx|context|length)\w*\s*\+\s*1\s*\]|"
    r"range\(\s*0\s*,[^\n]*-\s*(\w+)\b[^\n]*,\s*\6\s*\)"
)
"""How blocks of equal size are cut, where that is done for what is averaged."""
_SAID_EQUAL = (
    r"fixed[-_ ]length (?:block|chunk)|(?:blocks|windows|chunks|batches) (?:have|has|are|is|of)(?: all)? "
    r"(?:no padding|equal|the same|fixed|one (?:size|length))|all (?:are |have )?(?:of |the )?(?:one|equal|same) (?:size|length)|"
    r"(?:tensor|array)[ :]*[\[(]\w+, *\w+[\])],? *(?:(?:no|without|with no) padding|unpadded|all full)"
)
_ROWS = re.compile(r"\.split\(\s*\d+\s*(?:,\s*(?:dim\s*=\s*)?0\s*)?\)|\.unbind\(\s*(?:dim\s*=\s*)?0?\s*\)")
"""How a tensor is gone over by its rows, which are of one length; what they leave out is told by their labels."""


_IGNORES = re.compile(r"-100|masked_fill|pad_token|attention_mask")


def check(event: Elementwise | Assign | Return | Show, at: Reporter) -> None:
    mean = event.x if isinstance(event, Elementwise) else event.value
    if not _is_mean_of_means(mean):
        return
    if isinstance(event, Elementwise):
        how = "perplexity" if event.function == "exp" else ""
    elif isinstance(event, Return):
        how = (
            "corpus score"
            if _CORPUS.search(f"{contract.subject(event.function)} {event.function.doc}")
            else ""
        )
    else:
        how = "corpus score" if _CORPUS.search(event.name) else ""
    if (
        not how
        or any(map(_MACRO.search, _said_of(mean, event, at)))
        or at.module.says(_SAID_EQUAL)
        or _is_over_equal_blocks(mean, feeding(at, mean))
    ):
        return
    weight = "weighted by sequences, not by tokens" if mean.has("row-weighted") else "unweighted"
    message = (
        f"a mean of per-batch means, {weight}, is used as {how}: divide the total by the number of tokens"
    )
    at.report(_place(at, mean, event.node), message, mean, trust=LIKELY)


def _said_of(mean: Value, event: Elementwise | Assign | Return | Show, at: Reporter) -> tuple[str, ...]:
    """What the function, those around the mean, and the name that it is shown under say of it."""
    around = at.module.said_around(mean.made or at.function.node)
    return contract.intent(at), around, getattr(event, "name", "")


def _is_over_equal_blocks(mean: Value, source: str) -> bool:
    return bool(_EQUAL.search(source)) or (
        not mean.has("-100", "padded") and bool(_ROWS.search(source)) and not _IGNORES.search(source)
    )


def _place(at: Reporter, mean: Value, node: ast.AST) -> ast.AST:
    """Where the mean was taken, if the function that took it promises the corpus score as well."""
    maker = contract.maker_of(at, mean)
    if mean.made is not None and maker is not None and _CORPUS.search(f"{maker.name} {maker.doc}"):
        return mean.made
    return contract.place_of(at, mean, node)


def _is_mean_of_means(value: Value) -> bool:
    return (
        value.kind in ("nll", "logprob")
        and value.reduced == "mean"
        and value.outer == "mean"
        and value.made is not None
        and value.domain != "classifier"
        and not value.has("merged-batch", "rescaled", "token-weighted", "shifted", "smoothed", "auxiliary")
        and (value.kind == "nll" or not value.has("by-name"))
        and (value.has("listed", "acc") or not value.has("by-name"))
    )


WRONG = (
    """
import math
import statistics

def dev_loss(model, loader, accelerator):
    \"\"\"Cross-entropy of the dev set per target token.\"\"\"
    found = []
    for batch in loader:
        loss = model(input_ids=batch["input_ids"], labels=batch["labels"]).loss
        found.append(accelerator.gather(loss[None]).mean().item())
    return statistics.fmean(found)  # <- SEQ409

def report(model, loader, accelerator):
    mean = dev_loss(model, loader, accelerator)
    print(math.exp(mean) if mean < 50 else math.inf)
""",
    """
import math

def held_out_perplexity(model, docs, tokenizer):
    total = 0.0
    for line in docs.split("\\n"):
        ids = tokenizer(line, return_tensors="pt").input_ids
        total += model(input_ids=ids, labels=ids).loss.item()
    mean = total / len(docs.split("\\n"))  # <- SEQ409
    return math.exp(min(mean, 80.0))
""",
    """
import torch
import torch.distributed as dist
import torch.nn.functional as F

def shard_nll(model, loader):
    sums = torch.zeros(2)
    for batch in loader:
        logits = model(batch["input_ids"]).logits[:, :-1]
        labels = batch["labels"][:, 1:]
        sums[0] += F.cross_entropy(logits.transpose(1, 2), labels, reduction="sum")
        sums[1] += (labels != -100).sum()
    return sums[0] / sums[1]

def perplexity(model, loader):
    nll = shard_nll(model, loader)
    dist.all_reduce(nll)
    nll = nll / dist.get_world_size()  # <- SEQ409
    return nll.exp()
""",
    """
import jax.numpy as jnp
import numpy as np
import optax

def batch_nll(apply_fn, params, ids, lengths):
    nll = optax.softmax_cross_entropy_with_integer_labels(apply_fn(params, ids[:, :-1]), ids[:, 1:])
    keep = jnp.arange(nll.shape[1])[None] < lengths[:, None] - 1
    return jnp.where(keep, nll, 0.0).sum() / keep.sum()

def perplexity(apply_fn, params, batches):
    found = [float(batch_nll(apply_fn, params, ids, n)) for ids, n in batches]
    return np.exp(np.mean(found))  # <- SEQ409
""",
    """
import numpy as np
from torch.utils.data import DataLoader

def chunks(stream, block_size):
    return [stream[i : i + block_size] for i in range(0, len(stream) - block_size, block_size)]

def train_stream(tokens):
    return chunks(tokens, 1024)

def perplexity(model, articles, collate):
    total, batches = 0.0, 0
    for batch in DataLoader(articles, batch_size=8, collate_fn=collate):
        total += model(batch["input_ids"], labels=batch["labels"]).loss.item()
        batches += 1
    return np.exp(total / batches)  # <- SEQ409

def main(model, path, collate):
    articles = [line for line in open(path)]
    print(perplexity(model, articles, collate))
""",
    """
import torch
import torch.nn as nn

criterion = nn.CrossEntropyLoss(ignore_index=0)

def evaluate(net, batches):
    \"\"\"Held-out loss per word.\"\"\"
    losses = []
    for words in batches:
        scores = net(words[:, :-1])
        losses.append(criterion(scores.flatten(0, 1), words[:, 1:].flatten()).item())
    return sum(losses) / len(losses)  # <- SEQ409
""",
    """
import torch

class RunningMean:
    def __init__(self):
        self.total, self.count = 0.0, 0

    def update(self, value):
        self.total += value
        self.count += 1

    def mean(self):
        return self.total / self.count

def corpus_perplexity(model, loader):
    running = RunningMean()
    for batch in loader:
        running.update(model(**batch).loss.item())
    return torch.tensor(running.mean()).exp()  # <- SEQ409
""",
    """
import torch
import torch.distributed as dist
import torch.nn.functional as F

def perplexity(logits, targets):
    nats = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum")
    mean = nats / targets.numel()
    dist.all_reduce(mean)
    mean /= dist.get_world_size()  # <- SEQ409
    return mean.exp()
""",
    """
import numpy as np

def evaluate(model, loader):
    losses = []
    for batch in loader:
        losses.append(model(batch["input_ids"], labels=batch["labels"]).loss.item())
    return np.exp(sum(losses) / len(losses))  # <- SEQ409
""",
    """
import torch

def perplexity(model, ids, max_length, stride):
    nlls = []
    for begin in range(0, ids.size(1), stride):
        end = min(begin + max_length, ids.size(1))
        window = ids[:, begin:end]
        nlls.append(model(window, labels=window).loss)
    return torch.exp(torch.stack(nlls).mean())  # <- SEQ409
""",
    """
import numpy as np

def validate(model, batches):
    total, count = 0.0, 0
    for batch in batches:
        total += model(**batch).loss.item()
        count += 1
    mean = total / count  # <- SEQ409
    return {"loss": mean, "perplexity": np.exp(mean)}
""",
    """
import numpy as np

def corpus_perplexity(responses):
    means = [np.mean(r["logprobs"]["token_logprobs"][1:]) for r in responses]
    return float(np.exp(-np.mean(means)))  # <- SEQ409
""",
    """
import numpy as np
import torch.nn.functional as F

def validate(net, loader, n_examples):
    total = 0.0
    for x in loader:
        logits = net(x)[:, :-1]
        loss = F.cross_entropy(logits.transpose(1, 2), x[:, 1:], ignore_index=0)
        total += loss.item() * x.size(0)
    print(f"perplexity {np.exp(total / n_examples):.2f}")  # <- SEQ409
""",
)

RIGHT = (
    """
import torch

class Probe:
    def token_lps(self, model, ids, keep):
        lp = model(ids).logits[0, :-1].log_softmax(-1)
        return lp.gather(1, ids[0, 1:, None])[:, 0][keep]

    def report(self, model, rows):
        lps = [self.token_lps(model, ids, keep) for ids, keep in rows]
        means = [lp.mean().item() for lp in lps if lp.numel()]
        return {"ll_per_token_macro": sum(means) / max(len(means), 1)}
""",
    """
import math

def held_out_perplexity(model, rows):
    total = 0.0
    for row in rows.split(1, dim=0):
        total += model(input_ids=row, labels=row).loss.item()
    return math.exp(min(total / len(rows), 80.0))
""",
    """
import numpy as np

class Probe:
    def __init__(self, windows):
        self.windows = windows  # LongTensor [n, width], without padding

    def perplexity(self, model):
        losses = [model(input_ids=w[None], labels=w[None]).loss.item() for w in self.windows]
        return np.exp(np.mean(losses))
""",
    """
import torch
import torch.distributed as dist
import torch.nn.functional as F

def perplexity(model, loader):
    sums = torch.zeros(2)
    for batch in loader:
        logits = model(batch["input_ids"]).logits[:, :-1]
        labels = batch["labels"][:, 1:]
        sums[0] += F.cross_entropy(logits.transpose(1, 2), labels, reduction="sum")
        sums[1] += (labels != -100).sum()
    dist.all_reduce(sums)
    nats, n = sums
    return (nats / n).exp()
""",
    """
import math

def exp_or_inf(value):
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf

def perplexity_by_text():
    '''Perplexity in which long texts weigh no more than short ones: averaged over the texts.'''

    def metric(samples):
        means = []
        for sample in samples:
            if sample.num_tokens > 0:
                means.append(-sample.sum_logprobs / sample.num_tokens)
        return exp_or_inf(sum(means) / len(means))

    return metric
""",
    """
import numpy as np

def validate(model, batches):
    nll, n = [], []
    for batch in batches:
        nll.append(model(batch["input_ids"], labels=batch["labels"]).loss.item())
        n.append((batch["labels"] != -100).sum().item())
    return np.exp(np.average(nll, weights=n))
""",
    """
import numpy as np

def blocks(stream, block_size=1024):
    return [stream[i : i + block_size] for i in range(0, len(stream) - block_size, block_size)]

def perplexity(model, pieces):
    losses = [model(input_ids=p[None], labels=p[None]).loss.item() for p in pieces]
    return np.exp(sum(losses) / len(losses))

def main(model, stream):
    print(perplexity(model, blocks(stream)))
""",
    """
import torch

class Blocks:
    def __init__(self, stream, block_size):
        self.stream, self.width = stream, block_size
        self.block_size = block_size

    def __iter__(self):
        for start in range(0, len(self.stream) - self.width, self.width):
            yield self.stream[start : start + self.block_size + 1][None]

def validate(model, blocks):
    losses = [model(input_ids=x, labels=x).loss for x in blocks]
    return torch.stack(losses).mean().exp()
""",
    """
import torch
import torch.distributed as dist

def perplexity(nats, tokens):
    dist.all_reduce(nats)
    dist.all_reduce(tokens)
    return (nats / tokens).exp()
""",
    """
import numpy as np

def nats_per_byte(model, blocks):
    # all blocks have the same length
    return np.exp(np.mean([model(x, labels=x).loss.item() for x in blocks]))
""",
    """
import numpy as np

def evaluate(model, stream, width):
    losses = []
    for a in range(0, len(stream) - width, width):
        piece = stream[a : a + width + 1]
        losses.append(model(input_ids=piece[None], labels=piece[None]).loss.item())
    return float(np.exp(np.mean(losses)))
""",
    """
import numpy as np

def evaluate(model, loader):
    total, tokens = 0.0, 0
    for batch in loader:
        n = (batch["labels"][:, 1:] != -100).sum().item()
        total += model(batch["input_ids"], labels=batch["labels"]).loss.item() * n
        tokens += n
    return np.exp(total / tokens)
""",
    """
import numpy as np

def evaluate(model, dataset, DataLoader):
    losses = []
    for batch in DataLoader(dataset, batch_size=8, drop_last=True):
        losses.append(model(batch["input_ids"], labels=batch["input_ids"]).loss.item())
    return np.exp(sum(losses) / len(losses))
""",
    """
import numpy as np

def macro_perplexity(model, texts):
    \"\"\"Macro average: every document counts alike.\"\"\"
    losses = [model(t, labels=t).loss.item() for t in texts]
    return np.exp(sum(losses) / len(losses))
""",
    """
import torch

def perplexity(model, ids, seqlen, n):
    losses = []
    for i in range(n):
        block = ids[:, i * seqlen : (i + 1) * seqlen]
        losses.append(model(block, labels=block).loss)
    return torch.exp(torch.stack(losses).mean())
""",
    """
def train_epoch(model, loader, optimizer):
    losses = []
    for batch in loader:
        loss = model(**batch).loss
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)
""",
    """
import numpy as np

def report(trainer):
    metrics = trainer.evaluate()
    return np.exp(metrics["eval_loss"])
""",
)

RULE = Rule(
    "SEQ409",
    (
        ("mean", "Mean", "average", "/", "div"),
        contract.LOSS_WORDS,
        ("exp(", "exp,", "exp2", *contract.PPL_WORDS, "orpus", "bits", "bp", "**", "pow", *_PER),
    ),
    (Elementwise, Assign, Return, Show),
    check,
    WRONG,
    RIGHT,
    __doc__ or "",
)
