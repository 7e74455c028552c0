"""Multiple choice with T5: total log-probability of each option as decoder target, no prompt in the decoder."""
import torch
from torch.nn import CrossEntropyLoss
from transformers import AutoTokenizer, T5ForConditionalGeneration

xent = CrossEntropyLoss(reduction="none", ignore_index=-100)


@torch.no_grad()
def option_logprobs(model, tok, question, options):
    src = tok([question] * len(options), return_tensors="pt")
    tgt = tok(text_target=options, padding=True, return_tensors="pt")
    labels = tgt["input_ids"].masked_fill(tgt["attention_mask"] == 0, -100)
    z = model(**src, labels=labels).logits
    nll = xent(z.view(-1, z.size(-1)), labels.view(-1)).view(labels.shape)
    return -nll.sum(1)


def main(items):
    tok = AutoTokenizer.from_pretrained("google/flan-t5-small")
    model = T5ForConditionalGeneration.from_pretrained("google/flan-t5-small").eval()
    right = 0
    for it in items:
        right += int(option_logprobs(model, tok, it["q"], it["options"]).argmax()) == it["gold"]
    return right / len(items)
