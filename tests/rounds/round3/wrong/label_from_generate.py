"""Score class names with the step scores of one generation.

# bug: from the second token on the scores follow what the model generated, not the class name
"""
import torch


def class_logprobs(model, tok, prompt, class_names):
    pieces = {c: tok(" " + c, add_special_tokens=False).input_ids for c in class_names}
    longest = max(map(len, pieces.values()))
    enc = tok(prompt, return_tensors="pt")
    out = model.generate(**enc, max_new_tokens=longest, min_new_tokens=longest, do_sample=False,
                         output_logits=True, return_dict_in_generate=True)
    rows = torch.stack(out.logits, dim=1)[0].log_softmax(-1)  # expect-near: SEQ207
    result = {}
    for name, ids in pieces.items():
        result[name] = sum(rows[i, t].item() for i, t in enumerate(ids))  # expect: SEQ207
    return result
