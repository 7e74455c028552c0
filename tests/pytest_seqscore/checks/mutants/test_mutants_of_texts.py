"""Wrong scorers of texts with a transformers model: every one is caught, and its bug named."""

from __future__ import annotations

import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from pytest_seqscore import Scorer, check_scorer  # noqa: E402

MUTANTS = []


def mutant(code, interface="text", returns="logprob"):
    """Register a scorer with the code of its bug."""

    def register(fn):
        MUTANTS.append(
            pytest.param(Scorer(fn, interface, returns), code, id=f"{interface}-{fn.__name__}-{code}")
        )
        return fn

    return register


@pytest.mark.parametrize(("scorer", "code"), MUTANTS)
def test_mutant_is_caught_and_named(scorer, code):
    report = check_scorer(scorer, on_fail="return")
    assert not report.passed
    assert code in report.codes


def encode(tokenizer, prompt, completion):
    """Ids [1, T] and the number of prompt tokens, encoded as one text."""
    enc = tokenizer(prompt + completion, return_tensors="pt", return_offsets_mapping=True)
    return enc.input_ids, int((enc.offset_mapping[0, :, 1] <= len(prompt)).sum())


@torch.no_grad()
def token_scores(model, ids, start):
    """log p of the tokens from place ``start`` on."""
    lp = model(ids).logits[0, :-1].log_softmax(-1)
    return lp.gather(-1, ids[0, 1:, None]).squeeze(-1)[start - 1 :]


@mutant("SEQ101")
def sums_raw_logits(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    logits = model(ids).logits[0, start - 1 : -1]
    return logits.gather(-1, ids[0, start:, None]).sum()


@mutant("SEQ104")
def normalises_over_time(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    lp = torch.log_softmax(model(ids).logits, dim=1)[0, :-1]
    return lp.gather(-1, ids[0, 1:, None])[start - 1 :].sum().item()


@mutant("SEQ110")
def scores_at_a_sampling_temperature(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    lp = (model(ids).logits[0, :-1] / 0.7).log_softmax(-1)
    return lp.gather(-1, ids[0, 1:, None])[start - 1 :].sum().item()


@mutant("SEQ111")
def reads_transition_scores(model, tokenizer, prompt, completion):
    enc = tokenizer(prompt, return_tensors="pt")
    count = len(tokenizer(completion, add_special_tokens=False).input_ids)
    out = model.generate(
        **enc, max_new_tokens=max(count, 1), do_sample=False, return_dict_in_generate=True, output_scores=True
    )
    return model.compute_transition_scores(out.sequences, out.scores)[0].sum().item()


@mutant("SEQ112")
def gathers_the_scores_of_generate(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    total = 0.0
    for t in range(start, ids.shape[1]):
        out = model.generate(
            ids[:, :t], attention_mask=torch.ones_like(ids[:, :t]), max_new_tokens=1, do_sample=False,
            return_dict_in_generate=True, output_scores=True,
        )  # fmt: skip
        total += out.scores[0][0, ids[0, t]].item()
    return total


@mutant("SEQ207")
def lets_the_model_run_free(model, tokenizer, prompt, completion):
    enc = tokenizer(prompt, return_tensors="pt")
    target = tokenizer(completion, add_special_tokens=False).input_ids
    out = model.generate(
        **enc,
        max_new_tokens=max(len(target), 1),
        do_sample=False,
        return_dict_in_generate=True,
        output_logits=True,
    )
    return sum(step[0].log_softmax(-1)[token].item() for step, token in zip(out.logits, target))


@mutant("SEQ201")
def forgets_the_shift(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    lp = model(ids).logits[0].log_softmax(-1)
    return lp.gather(-1, ids[0, :, None])[start:].sum().item()


@mutant("SEQ202", returns="mean_nll")
def shifts_labels_for_the_model(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    labels = ids.clone()
    labels[:, :start] = -100
    return model(ids[:, :-1], labels=labels[:, 1:]).loss.item()


@mutant("SEQ204")
def takes_the_likeliest_tokens(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    return model(ids).logits[0, start - 1 : -1].log_softmax(-1).max(-1).values.sum().item()


@mutant("SEQ209")
def scores_the_first_token_only(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    return token_scores(model, ids, start)[:1].sum().item()


@mutant("SEQ301")
def includes_the_prompt(model, tokenizer, prompt, completion):
    ids, _ = encode(tokenizer, prompt, completion)
    return token_scores(model, ids, 1).sum().item()


@mutant("SEQ305")
def starts_one_too_late(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    return token_scores(model, ids, 1)[start:].sum().item()


@mutant("SEQ306")
def stops_one_too_early(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    return token_scores(model, ids, start)[:-1].sum().item()


@mutant("SEQ309")
def adds_bos_to_bos(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, tokenizer.bos_token + prompt, completion)
    return token_scores(model, ids, start).sum().item()


@mutant("SEQ310")
def leaves_bos_out(model, tokenizer, prompt, completion):
    enc = tokenizer(
        prompt + completion, return_tensors="pt", add_special_tokens=False, return_offsets_mapping=True
    )
    start = int((enc.offset_mapping[0, :, 1] <= len(prompt)).sum())
    return token_scores(model, enc.input_ids, start).sum().item()


@mutant("SEQ312")
def encodes_the_parts(model, tokenizer, prompt, completion):
    before = tokenizer(prompt, return_tensors="pt").input_ids
    after = tokenizer(completion, return_tensors="pt", add_special_tokens=False).input_ids.long()
    return token_scores(model, torch.cat([before, after], 1), before.shape[1]).sum().item()


@mutant("SEQ312")
def cuts_at_the_length_of_the_prompt(model, tokenizer, prompt, completion):
    ids = tokenizer(prompt + completion, return_tensors="pt").input_ids
    return token_scores(model, ids, len(tokenizer(prompt).input_ids)).sum().item()


@mutant("SEQ401")
def averages_the_completion(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    scores = token_scores(model, ids, start)
    return scores.mean().item() if len(scores) else 0.0


@mutant("SEQ402")
def negates_the_loss_of_the_text(model, tokenizer, prompt, completion):
    ids, _ = encode(tokenizer, prompt, completion)
    return -model(ids, labels=ids).loss


@mutant("SEQ403")
def multiplies_the_loss_by_all_labels(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    labels = ids.clone()
    labels[:, :start] = -100
    loss = model(ids, labels=labels).loss
    return -(loss * (ids.shape[1] - start + 1)).item() if start < ids.shape[1] else 0.0


@mutant("SEQ404")
def adds_probabilities(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    return token_scores(model, ids, start).exp().sum().item()


@mutant("SEQ411", returns="perplexity")
def raises_two_to_the_loss(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    return 2 ** -token_scores(model, ids, start).mean().item()


@mutant("SEQ418", returns="mean_logprob")
def divides_by_prompt_and_completion(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    return token_scores(model, ids, start).sum().item() / ids.shape[1]


@mutant("SEQ420")
def returns_surprisal(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    return -token_scores(model, ids, start).sum().item()


@mutant("SEQ421")
def returns_a_probability(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    return token_scores(model, ids, start).double().sum().exp().item()


@mutant("SEQ603")
def multiplies_probabilities(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    return token_scores(model, ids, start).exp().prod().log().item()


@mutant("SEQ602")
def takes_the_log_of_softmax(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    p = model(ids).logits[0, :-1].softmax(-1).gather(-1, ids[0, 1:, None])
    return p.log()[start - 1 :].sum().item()


@mutant("SEQ601")
def exponentiates_naively(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    e = model(ids).logits[0, :-1].exp()
    p = e / e.sum(-1, keepdim=True)
    return p.gather(-1, ids[0, 1:, None]).log()[start - 1 :].sum().item()


@mutant("SEQ607")
def computes_in_bfloat16(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    lp = model(ids).logits[0, :-1].bfloat16().log_softmax(-1)
    return lp.gather(-1, ids[0, 1:, None])[start - 1 :].float().sum().item()


@mutant("SEQ609", returns="perplexity")
def overflows(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    return math.exp(-token_scores(model, ids, start).mean())


@mutant("SEQ317")
def drops_zero_as_padding(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    scores = token_scores(model, ids, start)
    return scores[ids[0, start:] != 0].sum().item()


@mutant("SEQ611", returns="mean_logprob")
def divides_by_nothing(model, tokenizer, prompt, completion):
    ids, start = encode(tokenizer, prompt, completion)
    scores = token_scores(model, ids, start).tolist()
    return sum(scores) / len(scores)


def encode_batch(tokenizer, prompts, completions, side="right"):
    """Padded ids and mask [B, T], and which tokens are completion."""
    tokenizer.padding_side = side
    texts = [p + c for p, c in zip(prompts, completions)]
    enc = tokenizer(texts, padding=True, return_tensors="pt", return_offsets_mapping=True)
    scored = enc.offset_mapping[..., 1] > torch.tensor([len(p) for p in prompts])[:, None]
    return enc.input_ids, enc.attention_mask, scored & (enc.attention_mask == 1)


def gather_scores(logits, ids):
    return logits[:, :-1].log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)


@mutant("SEQ208", "batch-text")
def reads_the_padded_last_position(model, tokenizer, prompts, completions):
    tokenizer.padding_side = "right"
    enc = tokenizer(prompts, padding=True, return_tensors="pt")
    lp = model(**enc).logits[:, -1].log_softmax(-1)
    first = [tokenizer(c, add_special_tokens=False).input_ids[:1] or [0] for c in completions]
    return lp.gather(-1, torch.tensor(first)).squeeze(-1)


@mutant("SEQ301", "batch-text")
def includes_prompts(model, tokenizer, prompts, completions):
    ids, mask, _ = encode_batch(tokenizer, prompts, completions)
    lp = gather_scores(model(ids, attention_mask=mask).logits, ids)
    return lp.masked_fill(mask[:, 1:] == 0, 0.0).sum(-1)


@mutant("SEQ302", "batch-text")
def includes_padding(model, tokenizer, prompts, completions):
    ids, mask, scored = encode_batch(tokenizer, prompts, completions)
    lp = gather_scores(model(ids, attention_mask=mask).logits, ids)
    return lp.masked_fill(~(scored | (mask == 0))[:, 1:], 0.0).sum(-1)


@mutant("SEQ303", "batch-text", returns="mean_logprob")
def divides_by_the_longest(model, tokenizer, prompts, completions):
    ids, mask, scored = encode_batch(tokenizer, prompts, completions)
    lp = gather_scores(model(ids, attention_mask=mask).logits, ids)
    return lp.masked_fill(~scored[:, 1:], 0.0).mean(-1)


@mutant("SEQ304", "batch-text")
def takes_eos_for_padding(model, tokenizer, prompts, completions):
    ids, mask, scored = encode_batch(tokenizer, prompts, completions)
    lp = gather_scores(model(ids, attention_mask=mask).logits, ids)
    scored = scored & (ids != tokenizer.pad_token_id)
    return lp.masked_fill(~scored[:, 1:], 0.0).sum(-1)


@mutant("SEQ314", "batch-text")
def forgets_the_attention_mask(model, tokenizer, prompts, completions):
    ids, _, scored = encode_batch(tokenizer, prompts, completions, side="left")
    lp = gather_scores(model(ids).logits, ids)
    return lp.masked_fill(~scored[:, 1:], 0.0).sum(-1)


@mutant("SEQ315", "batch-text")
def forgets_the_positions(model, tokenizer, prompts, completions):
    ids, mask, scored = encode_batch(tokenizer, prompts, completions, side="left")
    lp = gather_scores(model(ids, attention_mask=mask).logits, ids)
    return lp.masked_fill(~scored[:, 1:], 0.0).sum(-1)


@mutant("SEQ408", "batch-text")
def merges_the_batch(model, tokenizer, prompts, completions):
    ids, mask, scored = encode_batch(tokenizer, prompts, completions)
    lp = gather_scores(model(ids, attention_mask=mask).logits, ids)
    return lp.masked_fill(~scored[:, 1:], 0.0).sum()


@mutant("SEQ401", "batch-text")
def averages_each_row(model, tokenizer, prompts, completions):
    ids, mask, scored = encode_batch(tokenizer, prompts, completions)
    lp = gather_scores(model(ids, attention_mask=mask).logits, ids)
    return lp.masked_fill(~scored[:, 1:], 0.0).sum(-1) / scored[:, 1:].sum(-1).clamp(min=1)


@mutant("SEQ309", "batch-text")
def renders_bos_again(model, tokenizer, prompts, completions):
    prompts = [tokenizer.bos_token + p for p in prompts]
    ids, mask, scored = encode_batch(tokenizer, prompts, completions)
    lp = gather_scores(model(ids, attention_mask=mask).logits, ids)
    return lp.masked_fill(~scored[:, 1:], 0.0).sum(-1)


@mutant("SEQ317", "batch-text")
def attends_to_what_is_not_zero(model, tokenizer, prompts, completions):
    ids, mask, scored = encode_batch(tokenizer, prompts, completions)
    lp = gather_scores(model(ids, attention_mask=mask).logits, ids)
    scored = scored & (ids != 0)
    return lp.masked_fill(~scored[:, 1:], 0.0).sum(-1)


def losses(model, tokenizer, texts):
    """Mean loss and number of tokens of each text."""
    found = []
    for text in texts:
        ids = tokenizer(text, return_tensors="pt").input_ids
        found.append((model(ids, labels=ids).loss.item(), ids.shape[1]))
    return found


@mutant("SEQ409", "perplexity")
def averages_losses(model, tokenizer, texts):
    return float(np.exp(np.mean([loss for loss, _ in losses(model, tokenizer, texts)])))


@mutant("SEQ410", "perplexity")
def averages_perplexities(model, tokenizer, texts):
    return float(np.mean([np.exp(loss) for loss, _ in losses(model, tokenizer, texts)]))


@mutant("SEQ403", "perplexity")
def weighs_by_all_tokens(model, tokenizer, texts):
    found = losses(model, tokenizer, texts)
    return float(np.exp(sum(loss * n for loss, n in found) / sum(n for _, n in found)))


@mutant("SEQ411", "perplexity")
def raises_two(model, tokenizer, texts):
    found = losses(model, tokenizer, texts)
    return 2 ** (sum(loss * (n - 1) for loss, n in found) / sum(n - 1 for _, n in found))


@mutant("SEQ412", "perplexity")
def takes_nats_for_bits(model, tokenizer, texts):
    found = losses(model, tokenizer, texts)
    bits = sum(loss * (n - 1) for loss, n in found) / sum(n - 1 for _, n in found)
    return 2**bits


@mutant("SEQ413", "perplexity")
def has_the_wrong_sign(model, tokenizer, texts):
    found = losses(model, tokenizer, texts)
    return float(np.exp(-sum(loss * (n - 1) for loss, n in found) / sum(n - 1 for _, n in found)))


@mutant("SEQ310", "perplexity")
def has_no_bos(model, tokenizer, texts):
    total = count = 0
    for text in texts:
        ids = tokenizer(text, return_tensors="pt", add_special_tokens=False).input_ids
        if ids.shape[1] > 1:
            total += model(ids, labels=ids).loss.item() * (ids.shape[1] - 1)
            count += ids.shape[1] - 1
    return float(np.exp(total / count))


@mutant("SEQ609", "perplexity")
def overflows_a_corpus(model, tokenizer, texts):
    found = losses(model, tokenizer, texts)
    return math.exp(sum(loss * (n - 1) for loss, n in found) / sum(n - 1 for _, n in found))


def candidate_scores(model, tokenizer, prompt, completions):
    """Token log-probs of each completion."""
    return [token_scores(model, *encode(tokenizer, prompt, c)).double().numpy() for c in completions]


@mutant("SEQ101", "rank")
def ranks_by_raw_logits(model, tokenizer, prompt, completions):
    scores = []
    for completion in completions:
        ids, start = encode(tokenizer, prompt, completion)
        scores.append(model(ids).logits[0, start - 1 : -1].gather(-1, ids[0, start:, None]).sum().item())
    return int(np.argmax(scores))


@mutant("SEQ401", "rank")
def ranks_by_the_mean(model, tokenizer, prompt, completions):
    return int(np.argmax([lp.mean() for lp in candidate_scores(model, tokenizer, prompt, completions)]))


@mutant("SEQ402", "rank")
def ranks_by_the_loss(model, tokenizer, prompt, completions):
    found = [loss for loss, _ in losses(model, tokenizer, [prompt + c for c in completions])]
    return int(np.argmin(found))


@mutant("SEQ404", "rank")
def ranks_by_the_sum_of_probabilities(model, tokenizer, prompt, completions):
    return int(
        np.argmax([np.exp(lp).sum() for lp in candidate_scores(model, tokenizer, prompt, completions)])
    )


@mutant("SEQ405", "rank")
def ranks_by_the_mean_probability(model, tokenizer, prompt, completions):
    return int(
        np.argmax([np.exp(lp).mean() for lp in candidate_scores(model, tokenizer, prompt, completions)])
    )


@mutant("SEQ209", "rank")
def ranks_by_the_first_token(model, tokenizer, prompt, completions):
    return int(np.argmax([lp[0] for lp in candidate_scores(model, tokenizer, prompt, completions)]))


@mutant("SEQ207", "rank")
def ranks_a_free_running_generation(model, tokenizer, prompt, completions):
    enc = tokenizer(prompt, return_tensors="pt")
    targets = [tokenizer(c, add_special_tokens=False).input_ids for c in completions]
    out = model.generate(
        **enc,
        max_new_tokens=max(map(len, targets)),
        do_sample=False,
        return_dict_in_generate=True,
        output_logits=True,
    )
    steps = [step[0].log_softmax(-1) for step in out.logits]
    return int(np.argmax([sum(step[t].item() for step, t in zip(steps, target)) for target in targets]))


@mutant("SEQ422", "rank")
def ranks_by_characters(model, tokenizer, prompt, completions):
    scores = candidate_scores(model, tokenizer, prompt, completions)
    return int(np.argmax([lp.sum() / len(c) for lp, c in zip(scores, completions)]))


@mutant("SEQ501", "rank")
def picks_the_largest_loss(model, tokenizer, prompt, completions):
    found = [loss for loss, _ in losses(model, tokenizer, [prompt + c for c in completions])]
    return int(np.argmax(found))


@mutant("SEQ501", "rank")
def picks_the_smallest_log_probability(model, tokenizer, prompt, completions):
    scores = [lp.sum() for lp in candidate_scores(model, tokenizer, prompt, completions)]
    return min(range(len(scores)), key=scores.__getitem__)


@mutant("SEQ503", "rank")
def compares_a_sum_with_means(model, tokenizer, prompt, completions):
    scores = candidate_scores(model, tokenizer, prompt, completions)
    return int(np.argmax([scores[0].sum(), *(lp.mean() for lp in scores[1:])]))


@mutant("SEQ603", "rank")
def ranks_products(model, tokenizer, prompt, completions):
    scores = candidate_scores(model, tokenizer, prompt, completions)
    return int(np.argmax([np.prod(np.exp(lp)) for lp in scores]))


@mutant("SEQ605", "rank")
def normalises_after_exp(model, tokenizer, prompt, completions):
    p = np.exp([lp.sum() for lp in candidate_scores(model, tokenizer, prompt, completions)])
    with np.errstate(all="ignore"):
        return int(np.argmax(p / p.sum()))
