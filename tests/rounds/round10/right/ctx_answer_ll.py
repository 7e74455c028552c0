"""log p(answer | context, question), answer tokens only."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def answer_ll(model, tokenizer, ctx, question, answer):
    model.eval()
    head = f"{ctx}\n\nQ: {question}\nA:"
    enc = tokenizer(head + " " + answer, return_tensors="pt", return_offsets_mapping=True)
    ends = enc["offset_mapping"][0, :, 1].tolist()
    first = next(i for i, e in enumerate(ends) if e > len(head))
    ids = enc["input_ids"]
    z = model(ids).logits[0, first - 1:-1].float()
    return -F.cross_entropy(z, ids[0, first:], reduction="sum").item()
