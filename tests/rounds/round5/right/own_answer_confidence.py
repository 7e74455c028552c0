"""Confidence of FLAN-T5 in its own greedy answer: geometric mean of the emitted tokens' probabilities."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

tk = AutoTokenizer.from_pretrained("google/flan-t5-base")
t5 = AutoModelForSeq2SeqLM.from_pretrained("google/flan-t5-base").eval()


@torch.no_grad()
def answer(question):
    gen = t5.generate(
        **tk(question, return_tensors="pt"),
        do_sample=False, max_new_tokens=32,
        output_logits=True, return_dict_in_generate=True,
    )
    emitted = gen.sequences[0, 1:]
    lsm = torch.stack(gen.logits, dim=1)[0].float().log_softmax(-1)
    lp = lsm[torch.arange(len(emitted)), emitted]
    return tk.decode(emitted, skip_special_tokens=True), lp.mean().exp().item()
