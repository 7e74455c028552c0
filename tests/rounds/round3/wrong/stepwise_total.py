"""Self-certainty of greedy completions.

# bug: out.scores are raw processed scores, yet they are accumulated as log-probabilities
"""
import torch


def completion_logprob(model, enc, steps=16):
    out = model.generate(
        input_ids=enc["input_ids"],
        attention_mask=enc["attention_mask"],
        max_new_tokens=steps,
        do_sample=False,
        return_dict_in_generate=True,
        output_scores=True,
    )
    offset = enc["input_ids"].shape[1]
    acc = torch.zeros(())
    for i in range(len(out.scores)):
        acc = acc + out.scores[i][0, out.sequences[0, offset + i]]  # expect: SEQ112|SEQ101
    return acc.item()


def keep_certain(model, prompts, floor=-12.0):
    return [p for p in prompts if completion_logprob(model, p) > floor]
