"""Score the five triage labels for a nurse's note (label strings are several tokens long).

# bug: the label's tokens are looked up in the step logits of a free greedy generation that never contained them
"""
import torch


LABELS = ["immediate", "very urgent", "urgent", "standard", "non-urgent"]


@torch.no_grad()
def label_table(model, tokenizer, note):
    enc = tokenizer(f"Note: {note}\nTriage category:", return_tensors="pt").to(model.device)
    wanted = {lab: tokenizer(" " + lab, add_special_tokens=False).input_ids for lab in LABELS}
    steps = max(len(v) for v in wanted.values())
    gen = model.generate(
        **enc, do_sample=False, min_new_tokens=steps, max_new_tokens=steps,
        output_logits=True, return_dict_in_generate=True,
    )
    dist = torch.stack(gen.logits, dim=1)[0].float().log_softmax(dim=-1)
    table = {}
    for lab, ids in wanted.items():
        table[lab] = sum(dist[k, t].item() for k, t in enumerate(ids))  # expect: SEQ207
    return table


def assign(model, tokenizer, notes):
    for note in notes:
        tab = label_table(model, tokenizer, note)
        yield max(tab, key=tab.get), tab
