"""Multiple choice through generate.
# bug: every option is read off the scores of one free-running generation that did not contain it.
"""
import torch


def option_logprobs(model, tok, prompt, options):
    enc = tok(prompt, return_tensors="pt")
    ids = [tok(o, add_special_tokens=False).input_ids for o in options]  # expect-near: SEQ312
    longest = max(map(len, ids))
    gen = model.generate(
        **enc, max_new_tokens=longest, min_new_tokens=longest, do_sample=False,
        output_logits=True, return_dict_in_generate=True,
    )
    lp = torch.stack(gen.logits)[:, 0].float().log_softmax(-1)
    out = []
    for opt in ids:
        out.append(sum(lp[k, t].item() for k, t in enumerate(opt)))  # expect: SEQ207
    return out  # expect-near: SEQ207


def answer(model, tok, prompt, options):
    scores = option_logprobs(model, tok, prompt, options)
    return options[scores.index(max(scores))]
