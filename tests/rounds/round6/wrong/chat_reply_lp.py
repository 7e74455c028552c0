"""Log-prob of an assistant reply in a chat, for the contamination probe on MT-Bench.

# bug: the rendered template already opens with the start token and the tokenizer puts another in front
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "meta-llama/Meta-Llama-3-8B-Instruct"
tok = AutoTokenizer.from_pretrained(NAME)
llm = AutoModelForCausalLM.from_pretrained(NAME, device_map="auto", torch_dtype="auto").eval()


def reply_logprob(question: str, reply: str) -> float:
    turns = [{"role": "user", "content": question}]
    head = tok.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
    full = head + reply + "<|eot_id|>"
    enc = tok(full, return_offsets_mapping=True, return_tensors="pt")  # expect: SEQ309
    off = enc.pop("offset_mapping")[0]
    ids = enc["input_ids"].to(llm.device)
    with torch.no_grad():
        z = llm(ids).logits[0, :-1].float()
    lp = z.log_softmax(-1).gather(1, ids[0, 1:, None])[:, 0]
    in_reply = (off[1:, 1] > len(head)).to(lp.device)
    return lp[in_reply].sum().item()


def probe(items):
    for it in items:
        yield it["id"], reply_logprob(it["question"], it["reference"])
