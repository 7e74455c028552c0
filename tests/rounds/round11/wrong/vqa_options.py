"""Score the options of a multiple-choice VQA item.

# bug: the option's tokens are looked up in the scores of a free generation which did not contain them.
"""
import torch


def option_logprob(model, inputs, option_ids):
    gen = model.generate(
        **inputs,
        do_sample=False,
        max_new_tokens=len(option_ids),
        min_new_tokens=len(option_ids),
        output_logits=True,
        return_dict_in_generate=True,
    )
    total = 0.0
    for z, oid in zip(gen.logits, option_ids):
        total += torch.log_softmax(z[0].float(), dim=-1)[oid].item()  # expect: SEQ207
    return total


def predict(model, processor, image, question, options):
    inputs = processor(images=image, text=f"Question: {question} Answer:", return_tensors="pt").to(model.device)
    best, best_lp = None, float("-inf")
    for opt in options:
        oid = processor.tokenizer(" " + opt, add_special_tokens=False)["input_ids"]
        lp = option_logprob(model, inputs, oid)
        if lp > best_lp:
            best, best_lp = opt, lp
    return best
