"""PMI answer selection for the finetuned QA checkpoint.

Questions and answers are stored as token ids; answers are closed with EOS.

# bug: labels are masked by value although pad_token is eos_token, so the real EOS goes unscored; the negated mean loss is returned as the answer's log-probability
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "runs/qa-llama/final"
tokenizer = AutoTokenizer.from_pretrained(CKPT)
tokenizer.pad_token = tokenizer.eos_token
model = AutoModelForCausalLM.from_pretrained(CKPT).eval()


def pack(prefix, answer, size=256):
    ids = prefix + answer + [tokenizer.eos_token_id]
    attn = [1] * len(ids) + [0] * (size - len(ids))
    ids = ids + [tokenizer.pad_token_id] * (size - len(ids))
    x = torch.tensor([ids])
    y = x.clone()
    y[:, : len(prefix)] = -100
    y[y == tokenizer.pad_token_id] = -100  # expect: SEQ304
    return x, torch.tensor([attn]), y


@torch.no_grad()
def answer_logprob(prefix, answer):
    """log p(answer | prefix)"""
    x, attn, y = pack(prefix, answer)
    out = model(input_ids=x, attention_mask=attn, labels=y)
    return -out.loss.item()  # expect: SEQ402


def pmi(question, answer, neutral):
    return answer_logprob(question, answer) - answer_logprob(neutral, answer)


def best(question, answers, neutral):
    vals = [pmi(question, a, neutral) for a in answers]
    return max(range(len(answers)), key=vals.__getitem__)
