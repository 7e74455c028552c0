"""Right scorers in many styles, libraries and dtypes: no check fails on any of them."""

from __future__ import annotations

import importlib
import json
import math
import urllib.request

import numpy as np
import pytest

from pytest_seqscore import Scorer, check_scorer

CORRECT = []


def correct(interface, *, packages=(), **options):
    """Register a scorer that is right."""

    def register(fn):
        scorer = Scorer(fn, interface, **options)
        name = "-".join([interface, fn.__name__, *map(str, options.values())])
        CORRECT.append(pytest.param(scorer, packages, id=name))
        return fn

    return register


@pytest.mark.parametrize(("scorer", "packages"), CORRECT)
def test_right_scorer_passes(scorer, packages):
    for package in (*packages, scorer.array):
        pytest.importorskip(package)
    report = check_scorer(scorer, on_fail="return")
    assert [result for result in report.results if result.status == "failed"] == []
    assert report.passed


def log_softmax(x, axis=-1):
    x = x - x.max(axis=axis, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=axis, keepdims=True))


@correct("logits")
@correct("logits", dtype="float64")
@correct("logits", dtype="float16")
def gathers_log_softmax(logits, tokens):
    return log_softmax(logits)[np.arange(len(tokens)), tokens].sum()


@correct("logits")
def loops_in_plain_python(logits, tokens):
    total = 0.0
    for row, token in zip(logits.tolist(), tokens.tolist()):
        top = max(row)
        total += row[token] - top - math.log(math.fsum(math.exp(x - top) for x in row))
    return total


@correct("logits", packages=("scipy",))
def subtracts_scipy_logsumexp(logits, tokens):
    from scipy.special import logsumexp

    return float((logits[np.arange(len(tokens)), tokens] - logsumexp(logits, axis=-1)).sum())


@correct("logits", packages=("scipy",), returns="nll")
def widens_and_negates(logits, tokens):
    from scipy.special import log_softmax as scipy_log_softmax

    lp = scipy_log_softmax(logits.astype(np.float64), axis=-1)
    return -np.take_along_axis(lp, tokens[:, None], axis=-1).sum()


@correct("logits", returns="mean_logprob")
def averages_where_the_mean_is_promised(logits, tokens):
    return log_softmax(logits)[np.arange(len(tokens)), tokens].mean()


@correct("logits", returns="perplexity")
def exponentiates_the_mean(logits, tokens):
    return np.exp(-log_softmax(logits)[np.arange(len(tokens)), tokens].mean())


@correct("logits", array="torch")
@correct("logits", array="torch", dtype="float64")
@correct("logits", array="torch", dtype="bfloat16")
def torch_log_softmax(logits, tokens):
    return logits.log_softmax(-1).gather(-1, tokens[:, None]).sum()


@correct("logits", array="torch", returns="mean_nll")
def torch_cross_entropy(logits, tokens):
    import torch.nn.functional as F

    return F.cross_entropy(logits.float(), tokens).item()


@correct("logits", array="torch", returns="nll")
def torch_summed_cross_entropy(logits, tokens):
    import torch.nn.functional as F

    return F.cross_entropy(logits, tokens, reduction="sum")


@correct("logits", array="torch")
def torch_categorical(logits, tokens):
    import torch

    return torch.distributions.Categorical(logits=logits).log_prob(tokens).sum() if len(tokens) else 0.0


@correct("logits", array="torch")
def torch_tensor_with_grad(logits, tokens):
    logits = logits.requires_grad_()
    return (logits.gather(-1, tokens[:, None]).squeeze(-1) - logits.logsumexp(-1)).sum()


@correct("logits", array="jax")
def jax_log_softmax(logits, tokens):
    import jax

    return jax.nn.log_softmax(logits, axis=-1)[np.arange(len(tokens)), tokens].sum()


@correct("batch")
@correct("batch", dtype="float64")
def masks_with_where(logits, input_ids, attention_mask):
    lp = np.take_along_axis(log_softmax(logits[:, :-1]), input_ids[:, 1:, None], axis=-1)[..., 0]
    return np.where((attention_mask[:, 1:] & attention_mask[:, :-1]) == 1, lp, 0.0).sum(-1)


@correct("batch")
def walks_rows_by_length(logits, input_ids, attention_mask):
    scores = []
    for x, ids, mask in zip(logits, input_ids, attention_mask):
        n = int(mask.sum())
        lp = log_softmax(x[: n - 1])
        scores.append(lp[np.arange(n - 1), ids[1:n]].sum())
    return scores


@correct("batch", array="torch")
def torch_masked_fill(logits, input_ids, attention_mask):
    lp = logits[:, :-1].log_softmax(-1).gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return lp.masked_fill(attention_mask[:, 1:] == 0, 0.0).sum(-1)


@correct("batch", array="torch", returns="mean_nll")
def torch_ignore_index(logits, input_ids, attention_mask):
    import torch.nn.functional as F

    labels = input_ids.masked_fill(attention_mask == 0, -100)
    losses = F.cross_entropy(
        logits[:, :-1].transpose(1, 2), labels[:, 1:], ignore_index=-100, reduction="none"
    )
    return losses.sum(-1) / (labels[:, 1:] != -100).sum(-1)


@correct("batch", returns="perplexity")
def numpy_perplexity_a_row(logits, input_ids, attention_mask):
    lp = np.take_along_axis(log_softmax(logits[:, :-1]), input_ids[:, 1:, None], axis=-1)[..., 0]
    keep = attention_mask[:, 1:] == 1
    return np.exp(-np.where(keep, lp, 0.0).sum(-1) / keep.sum(-1))


@correct("batch", array="jax")
def jax_where(logits, input_ids, attention_mask):
    import jax
    import jax.numpy as jnp

    lp = jnp.take_along_axis(jax.nn.log_softmax(logits[:, :-1]), input_ids[:, 1:, None], axis=-1)[..., 0]
    return jnp.where(attention_mask[:, 1:] == 1, lp, 0.0).sum(-1)


@correct("labels")
def clips_before_looking_up(logits, labels):
    keep = labels[:, 1:] != -100
    lp = np.take_along_axis(
        log_softmax(logits[:, :-1]), np.where(keep, labels[:, 1:], 0)[..., None], axis=-1
    )[..., 0]
    return np.where(keep, lp, 0.0).sum(-1)


@correct("labels", array="torch", returns="nll")
def sums_unreduced_losses(logits, labels):
    import torch.nn.functional as F

    loss = F.cross_entropy(logits[:, :-1].transpose(1, 2), labels[:, 1:], reduction="none")
    return loss.sum(-1)


@correct("labels", array="torch", returns="mean_logprob")
def averages_kept_labels(logits, labels):
    keep = labels[:, 1:] != -100
    lp = logits[:, :-1].log_softmax(-1).gather(-1, labels[:, 1:].clamp(min=0)[..., None]).squeeze(-1)
    return lp.masked_fill(~keep, 0.0).sum(-1) / keep.sum(-1)


@correct("labels", array="torch", dtype="bfloat16")
def upcasts_and_sums(logits, labels):
    labels = labels[:, 1:].clone()
    keep = labels != -100
    labels[~keep] = 0
    lp = logits[:, :-1].float().log_softmax(-1).gather(-1, labels[..., None]).squeeze(-1)
    return lp.masked_fill(~keep, 0.0).sum(-1)


HF = ("torch", "transformers")


@correct("text", packages=HF)
@correct("text", packages=HF, dtype="bfloat16")
def uses_offsets(model, tokenizer, prompt, completion):
    enc = tokenizer(prompt + completion, return_tensors="pt", return_offsets_mapping=True)
    start = int((enc.pop("offset_mapping")[0, :, 1] <= len(prompt)).sum())
    lp = model(**enc).logits[0, :-1].log_softmax(-1).gather(-1, enc.input_ids[0, 1:, None])
    return lp[start - 1 :].sum()


@correct("text", packages=HF, returns="mean_nll")
def masks_the_prompt_for_the_loss(model, tokenizer, prompt, completion):
    enc = tokenizer(prompt + completion, return_tensors="pt", return_offsets_mapping=True)
    labels = enc.input_ids.masked_fill(enc.pop("offset_mapping")[..., 1] <= len(prompt), -100)
    return model(**enc, labels=labels).loss


@correct("text", packages=HF)
def walks_with_the_cache(model, tokenizer, prompt, completion):
    import torch

    enc = tokenizer(prompt + completion, return_offsets_mapping=True)
    total, cache = 0.0, None
    with torch.no_grad():
        for t, (token, following) in enumerate(zip(enc.input_ids, enc.input_ids[1:])):
            out = model(torch.tensor([[token]]), past_key_values=cache, use_cache=True)
            cache = out.past_key_values
            if enc.offset_mapping[t + 1][1] > len(prompt):
                total += out.logits[0, -1].log_softmax(-1)[following].item()
    return total


def encodes_the_parts(model, tokenizer, prompt, completion):
    import torch

    before = tokenizer(prompt, return_tensors="pt").input_ids
    after = tokenizer(completion, return_tensors="pt", add_special_tokens=False).input_ids.long()
    ids = torch.cat([before, after], 1)
    lp = model(ids).logits[0, :-1].log_softmax(-1).gather(-1, ids[0, 1:, None])
    return lp[before.shape[1] - 1 :].sum().item()


correct("text", packages=HF, boundary="separate")(encodes_the_parts)


def score_right_padded(model, tokenizer, prompts, completions):
    """Sum of log-probs and number of tokens of each completion."""
    import torch

    tokenizer.padding_side = "right"
    texts = [p + c for p, c in zip(prompts, completions)]
    enc = tokenizer(texts, padding=True, return_tensors="pt", return_offsets_mapping=True)
    ends = enc.pop("offset_mapping")[..., 1]
    keep = ((ends > torch.tensor([len(p) for p in prompts])[:, None]) & (enc.attention_mask == 1))[:, 1:]
    with torch.no_grad():
        lp = model(**enc).logits[:, :-1].log_softmax(-1).gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1)
    return lp.masked_fill(~keep, 0.0).sum(-1), keep.sum(-1)


@correct("batch-text", packages=HF)
def pads_on_the_right(model, tokenizer, prompts, completions):
    return score_right_padded(model, tokenizer, prompts, completions)[0]


@correct("batch-text", packages=HF, returns="perplexity")
def perplexities_padded_on_the_right(model, tokenizer, prompts, completions):
    total, count = score_right_padded(model, tokenizer, prompts, completions)
    return (-total / count).exp()


@correct("batch-text", packages=HF)
def passes_positions(model, tokenizer, prompts, completions):
    import torch

    tokenizer.padding_side = "left"
    texts = [p + c for p, c in zip(prompts, completions)]
    enc = tokenizer(texts, padding=True, return_tensors="pt", return_offsets_mapping=True)
    ends = enc.pop("offset_mapping")[..., 1]
    keep = ((ends > torch.tensor([len(p) for p in prompts])[:, None]) & (enc.attention_mask == 1))[:, 1:]
    positions = (enc.attention_mask.cumsum(-1) - 1).clamp(min=0)
    lp = model(**enc, position_ids=positions).logits[:, :-1].log_softmax(-1)
    return lp.gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1).masked_fill(~keep, 0.0).sum(-1)


@correct("batch-text", packages=HF)
def pads_as_the_tokenizer_does(model, tokenizer, prompts, completions):
    import torch

    texts = [p + c for p, c in zip(prompts, completions)]
    enc = tokenizer(texts, padding=True, return_tensors="pt", return_offsets_mapping=True)
    ends = enc.pop("offset_mapping")[..., 1]
    keep = ((ends > torch.tensor([len(p) for p in prompts])[:, None]) & (enc.attention_mask == 1))[:, 1:]
    lp = model(**enc).logits[:, :-1].log_softmax(-1).gather(-1, enc.input_ids[:, 1:, None]).squeeze(-1)
    return lp.masked_fill(~keep, 0.0).sum(-1)


@correct("rank", packages=HF)
def ranks_by_the_sum(model, tokenizer, prompt, completions):
    return int(np.argmax([float(uses_offsets(model, tokenizer, prompt, c)) for c in completions]))


@correct("perplexity", packages=HF)
def weighs_by_tokens(model, tokenizer, texts):
    total = count = 0
    for text in texts:
        ids = tokenizer(text, return_tensors="pt").input_ids
        n = ids.shape[1] - 1
        total, count = total + model(ids, labels=ids).loss.item() * n, count + n
    return np.exp(total / count)


@correct("lm-eval", packages=(*HF, "lm_eval"))
def the_harness_itself(model, tokenizer):
    huggingface = importlib.import_module("lm_eval.models.huggingface")
    return huggingface.HFLM(pretrained=model, tokenizer=tokenizer, batch_size=3)


@correct("completions")
def asks_the_server_to_echo(base_url, model_name, prompt, completion):
    text = prompt + completion
    request = {"model": model_name, "prompt": text, "max_tokens": 0, "echo": True, "logprobs": 0}
    body = json.dumps(request).encode()
    with urllib.request.urlopen(
        urllib.request.Request(base_url + "/completions", body, {"Content-Type": "application/json"})
    ) as answer:
        found = json.load(answer)["choices"][0]["logprobs"]
    ends = [*found["text_offset"][1:], len(text)]
    scores = zip(found["token_logprobs"], ends)
    return math.fsum(lp for lp, end in scores if end > len(prompt) and lp is not None)


@correct("response")
def sums_what_is_known(response, prompt_length):
    scores = response["choices"][0]["logprobs"]["token_logprobs"][prompt_length:]
    return sum(lp for lp in scores if lp is not None)


@correct("response")
def trusts_that_a_prompt_comes_first(response, prompt_length):
    return sum(response["choices"][0]["logprobs"]["token_logprobs"][prompt_length:])


@correct("response", returns="mean_logprob")
def averages_what_is_known(response, prompt_length):
    scores = [
        lp for lp in response["choices"][0]["logprobs"]["token_logprobs"][prompt_length:] if lp is not None
    ]
    return np.mean(scores)
