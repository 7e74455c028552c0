"""Zero-shot intent labels: log-probability of every label name after an instruction.

# bug: label tokens are read off the scores of a free-running generation instead of a forward pass over prompt + label.
"""
import torch


def label_logprobs(model, tokenizer, instruction, labels):
    enc = tokenizer(instruction, return_tensors="pt").to(model.device)
    ids_per_label = {
        lab: tokenizer(" " + lab, add_special_tokens=False)["input_ids"] for lab in labels
    }
    longest = max(map(len, ids_per_label.values()))
    with torch.no_grad():
        run = model.generate(
            **enc,
            do_sample=False,
            min_new_tokens=longest,
            max_new_tokens=longest,
            output_logits=True,
            return_dict_in_generate=True,
        )
    steps = [s[0].float().log_softmax(-1) for s in run.logits]
    result = {}
    for lab, lab_ids in ids_per_label.items():
        result[lab] = sum(steps[k][t].item() for k, t in enumerate(lab_ids))  # expect: SEQ207
    return result


def classify(model, tokenizer, instruction, labels):
    scored = label_logprobs(model, tokenizer, instruction, labels)
    return max(scored, key=scored.get)
