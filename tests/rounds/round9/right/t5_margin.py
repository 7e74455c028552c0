"""Seq2seq answer scorer: the decoder inputs are shifted by the model."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

name = "google/flan-t5-base"
tok = AutoTokenizer.from_pretrained(name)
net = AutoModelForSeq2SeqLM.from_pretrained(name)


@torch.no_grad()
def answer_logprobs(question, answers):
    """log P(answer, eos | question), one per answer."""
    src = tok([question] * len(answers), return_tensors="pt")
    tgt = tok(text_target=answers, return_tensors="pt", padding=True)
    labels = tgt.input_ids.masked_fill(tgt.attention_mask == 0, -100)
    z = net(**src, labels=labels).logits.float()
    lp = z.log_softmax(-1).gather(-1, labels.clamp(min=0)[..., None])[..., 0]
    return lp.masked_fill(labels == -100, 0.0).sum(-1)


if __name__ == "__main__":
    s = answer_logprobs("Is the sky green? Answer yes or no.", ["yes", "no"])
    print(dict(zip(("yes", "no"), s.tolist())), (s[0] - s[1]).item())
